import type { IdentifierNode, OperationNode } from 'kysely';
import { refusal } from '../error.ts';

/** A raw fragment with the fragments inside it written out: `texts` has one more item than `nodes`, which stand between. */
export interface Fragment {
  readonly texts: readonly string[];
  readonly nodes: readonly OperationNode[];
}

/** What the words of a fragment say, seen from outside its parentheses. */
export interface FragmentFacts {
  /** Lower-case words at the top level, in order; a node is `?`, signs are themselves, quoted things `<name>`, `<text>`, `<number>`. */
  readonly top: readonly string[];
  /** Functions that are called, in lower case, with their schema. */
  readonly calls: readonly string[];
  /** Whether it is a list of VALUES. */
  readonly isValues: boolean;
  /** Whether `t.*` stands in it. */
  readonly hasStar: boolean;
}

const shown = (fragment: Fragment): string => {
  const text = fragment.texts.join('${…}').replace(/\s+/g, ' ').trim();
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

export const refuseFragment = (fragment: Fragment, why: string): Error => refusal('RAW_FRAGMENT', `the raw fragment \`${shown(fragment)}\` is refused: ${why}`);

const space = /[ \t\n\r\f\v]/;
const wordStart = /[A-Za-z_\u0080-\uffff]/;
const wordPart = /[A-Za-z0-9_\u0080-\uffff]/;
/** `1e5`, `0x1f`, `1_000.5`: a number ends before anything else, and the dot in it belongs to no name. */
const numberPart = /[A-Za-z0-9_.]/;

/** One character of a fragment, or the node that stands there. */
type Sign = string | OperationNode;

const signsOf = (fragment: Fragment): readonly Sign[] => fragment.texts.flatMap((text, i): readonly Sign[] => (fragment.nodes[i] ? [...Array.from(text), fragment.nodes[i]] : Array.from(text)));

const written = (signs: readonly Sign[]): string => signs.map((sign) => (typeof sign === 'string' ? sign : '')).join('');

export interface Token {
  readonly kind: 'word' | 'name' | 'text' | 'node' | 'number' | 'sign';
  /** Lower-case for a word; the kind for a node. */
  readonly value: string;
  readonly depth: number;
  /** The name that a node is. */
  readonly name?: string | undefined;
}

interface Reading {
  readonly fragment: Fragment;
  readonly signs: readonly Sign[];
  readonly mysqlText: boolean;
}

/** The end of a quoted run that begins at `start`; a doubled quote stands for itself. */
const endOfQuoted = ({ fragment, signs, mysqlText }: Reading, start: number): number => {
  const quote = signs[start];
  if (/[A-Za-z0-9_&]$/.test(written(signs.slice(Math.max(0, start - 1), start)))) throw refuseFragment(fragment, 'quotes with a prefix (E, U&) have rules of their own; pass the text as a parameter');
  for (let i = start + 1; i < signs.length; i++) {
    const sign = signs[i];
    if (typeof sign === 'object') throw refuseFragment(fragment, 'a value stands inside quotes; pass it as a whole');
    if (sign === '\\' && (mysqlText || quote === "'")) throw refuseFragment(fragment, 'a backslash inside quotes means different things to different servers; pass the text as a parameter');
    if (sign !== quote) continue;
    if (signs[i + 1] !== quote) return i + 1;
    i++;
  }
  throw refuseFragment(fragment, 'a quote is not closed');
};

const endOfRun = (signs: readonly Sign[], start: number, part: RegExp): number => {
  let end = start;
  while (typeof signs[end] === 'string' && part.test(signs[end] as string)) end++;
  return end;
};

const checkSign = ({ fragment, signs, mysqlText }: Reading, i: number): void => {
  const sign = signs[i];
  const next = signs[i + 1];
  if (sign === ';') throw refuseFragment(fragment, 'a semicolon ends the statement');
  if ((sign === '-' && next === '-') || (sign === '/' && next === '*') || (sign === '#' && mysqlText)) throw refuseFragment(fragment, 'a comment hides what follows');
  if (sign === '$' || sign === '\\' || sign === '\0' || sign === '{' || sign === '}') throw refuseFragment(fragment, `"${sign}" is no part of an expression; pass values with \${…}`);
  if (sign === '`' && !mysqlText) throw refuseFragment(fragment, 'a backtick quotes nothing here');
};

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']' };

interface Lexed {
  readonly kind: Token['kind'];
  readonly value: string;
  readonly end: number;
  readonly name?: string;
}

/** `12`, `1_000.5`, `1e5`, `0x1f` */
const number = /^(?:\d[\d_]*\.?[\d_]*(?:e\d*)?|0[xob][\da-f_]+)$/;

const lex = (reading: Reading, i: number): Lexed | undefined => {
  const { signs } = reading;
  const sign = signs[i] ?? '';
  if (typeof sign !== 'string') return { kind: 'node', value: sign.kind, end: i + 1, ...(sign.kind === 'IdentifierNode' && { name: (sign as IdentifierNode).name }) };
  if (space.test(sign)) return undefined;
  if (sign === "'" || sign === '"' || (sign === '`' && reading.mysqlText)) {
    const end = endOfQuoted(reading, i);
    return { kind: sign === "'" ? 'text' : 'name', value: written(signs.slice(i + 1, end - 1)), end };
  }
  const part = /[0-9]/.test(sign) ? numberPart : wordStart.test(sign) ? wordPart : undefined;
  if (part) {
    const end = endOfRun(signs, i, part);
    const value = written(signs.slice(i, end)).toLowerCase();
    if (part === numberPart && !number.test(value)) throw refuseFragment(reading.fragment, `"${value}" is no number`);
    return { kind: part === numberPart ? 'number' : 'word', value, end };
  }
  checkSign(reading, i);
  return { kind: 'sign', value: sign, end: i + 1 };
};

/** Splits a fragment into tokens; refuses comments, semicolons, open quotes and unbalanced parentheses. */
export const tokensOf = (fragment: Fragment, mysqlText: boolean): readonly Token[] => {
  const reading: Reading = { fragment, signs: signsOf(fragment), mysqlText };
  const tokens: Token[] = [];
  const open: string[] = [];
  for (let i = 0; i < reading.signs.length; ) {
    const token = lex(reading, i);
    if (token) {
      const { kind, value } = token;
      const closes = kind === 'sign' && (value === ')' || value === ']');
      if (closes && open.pop() !== value) throw refuseFragment(fragment, 'its parentheses are not balanced');
      tokens.push({ kind, value, depth: open.length, name: token.name });
      const close = kind === 'sign' ? closing[value] : undefined;
      if (close !== undefined) open.push(close);
    }
    i = token?.end ?? i + 1;
  }
  if (open.length > 0) throw refuseFragment(fragment, 'its parentheses are not balanced');
  return tokens;
};
