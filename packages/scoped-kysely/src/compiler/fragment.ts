import type { OperationNode } from 'kysely';
import { refusal } from '../error.ts';

/** A raw fragment with the fragments inside it written out: `texts` has one more item than `nodes`, which stand between. */
export interface Fragment {
  readonly texts: readonly string[];
  readonly nodes: readonly OperationNode[];
}

/** What the words of a fragment say, seen from outside its parentheses. */
export interface FragmentFacts {
  /** Lower-case words at the top level, in order; a node is `?`, a parenthesis `(`, other signs themselves. */
  readonly top: readonly string[];
  /** Functions that are called, in lower case, with their schema. */
  readonly calls: readonly string[];
}

const shown = (fragment: Fragment): string => {
  const text = fragment.texts.join('${…}').replace(/\s+/g, ' ').trim();
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

const refuse = (fragment: Fragment, why: string): Error => refusal('RAW_FRAGMENT', `the raw fragment \`${shown(fragment)}\` is refused: ${why}`);

const space = /[ \t\n\r\f\v]/;
const wordStart = /[A-Za-z_\u0080-\uffff]/;
const wordPart = /[A-Za-z0-9_\u0080-\uffff]/;

/** Words that begin or join relations, or write. None of them is needed inside an expression. */
const relationWords = new Set(['select', 'table', 'values', 'insert', 'update', 'delete', 'merge', 'into', 'union', 'intersect', 'except', 'join', 'using', 'lateral', 'tablesample', 'returning', 'set', 'execute', 'call', 'procedure']);

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Words before a parenthesis that call nothing. PostgreSQL reserves them: no function can have such a name without quotes. */
const reserved = words(
  'and or not in any all some between case when then else end cast array row group order as distinct from for on where having asc desc exists values interval precision ' +
    'numeric decimal dec varchar char character bit time timestamp float nchar',
);

/** Words that call nothing behind an operand: `a like (…)`. */
const infix = words('like ilike similar is');

/** Words that call nothing behind these signs or words: `count(*) filter (…)`, `partition by (…)`. */
const follows: Readonly<Record<string, readonly string[]>> = { filter: [')'], over: [')'], by: ['partition', 'order', 'group'], sets: ['grouping'] };

/** One character of a fragment, or the node that stands there. */
type Sign = string | OperationNode;

const signsOf = (fragment: Fragment): readonly Sign[] => fragment.texts.flatMap((text, i): readonly Sign[] => (fragment.nodes[i] ? [...Array.from(text), fragment.nodes[i]] : Array.from(text)));

const written = (signs: readonly Sign[]): string => signs.map((sign) => (typeof sign === 'string' ? sign : '')).join('');

interface Reading {
  readonly fragment: Fragment;
  readonly signs: readonly Sign[];
  readonly mysqlText: boolean;
}

/** The end of a quoted run that begins at `start`; a doubled quote stands for itself. */
const endOfQuoted = ({ fragment, signs, mysqlText }: Reading, start: number): number => {
  const quote = signs[start];
  for (let i = start + 1; i < signs.length; i++) {
    const sign = signs[i];
    if (typeof sign === 'object') throw refuse(fragment, 'a value stands inside quotes; pass it as a whole');
    if (sign === '\\' && (mysqlText || quote === "'")) throw refuse(fragment, 'a backslash inside quotes means different things to different servers; pass the text as a parameter');
    if (sign !== quote) continue;
    if (signs[i + 1] !== quote) return i + 1;
    i++;
  }
  throw refuse(fragment, 'a quote is not closed');
};

interface Token {
  readonly kind: 'word' | 'name' | 'text' | 'node' | 'number' | 'sign';
  readonly value: string;
  readonly depth: number;
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']' };

const checkSign = ({ fragment, signs, mysqlText }: Reading, i: number): void => {
  const sign = signs[i];
  const next = signs[i + 1];
  if (sign === ';') throw refuse(fragment, 'a semicolon ends the statement');
  if ((sign === '-' && next === '-') || (sign === '/' && next === '*') || (sign === '#' && mysqlText)) throw refuse(fragment, 'a comment hides what follows');
  if (sign === '$' || sign === '\\' || sign === '\0' || sign === '{' || sign === '}') throw refuse(fragment, `"${sign}" is no part of an expression; pass values with \${…}`);
  if (sign === '`' && !mysqlText) throw refuse(fragment, 'a backtick quotes nothing here');
};

/** Splits a fragment into tokens; refuses comments, semicolons, open quotes and unbalanced parentheses. */
const tokensOf = (reading: Reading): readonly Token[] => {
  const { fragment, signs } = reading;
  const tokens: Token[] = [];
  const open: string[] = [];
  const push = (kind: Token['kind'], value: string): void => {
    tokens.push({ kind, value, depth: open.length });
  };
  for (let i = 0; i < signs.length; ) {
    const sign = signs[i];
    if (typeof sign !== 'string') {
      push('node', sign?.kind ?? '');
      i++;
    } else if (space.test(sign)) {
      i++;
    } else if (sign === "'" || sign === '"' || (sign === '`' && reading.mysqlText)) {
      if (/[A-Za-z0-9_&]$/.test(written(signs.slice(Math.max(0, i - 1), i)))) throw refuse(fragment, 'quotes with a prefix (E, U&) have rules of their own; pass the text as a parameter');
      const end = endOfQuoted(reading, i);
      push(sign === "'" ? 'text' : 'name', written(signs.slice(i + 1, end - 1)));
      i = end;
    } else if (/[0-9]/.test(sign)) {
      const start = i;
      while (typeof signs[i] === 'string' && /[0-9.]/.test(signs[i] as string)) i++;
      push('number', written(signs.slice(start, i)));
    } else if (wordStart.test(sign)) {
      const start = i;
      while (typeof signs[i] === 'string' && wordPart.test(signs[i] as string)) i++;
      push('word', written(signs.slice(start, i)).toLowerCase());
    } else {
      checkSign(reading, i);
      if (sign === ')' || sign === ']') {
        if (open.pop() !== sign) throw refuse(fragment, 'its parentheses are not balanced');
      }
      push('sign', sign);
      const close = closing[sign];
      if (close !== undefined) open.push(close);
      i++;
    }
  }
  if (open.length > 0) throw refuse(fragment, 'its parentheses are not balanced');
  return tokens;
};

const isSign = (token: Token | undefined, value: string): boolean => token?.kind === 'sign' && token.value === value;

/** Whether a word stands behind the dot of a name: `t.values` is a column. */
const isQualified = (tokens: readonly Token[], at: number): boolean => isSign(tokens[at - 1], '.') && ['word', 'name', 'node'].includes(tokens[at - 2]?.kind ?? '');

const isOperand = (token: Token | undefined): boolean => token !== undefined && (token.kind !== 'sign' || token.value === ')' || token.value === ']');

const callsNothing = (tokens: readonly Token[], at: number): boolean => {
  const [before, earlier] = [tokens[at - 1], tokens[at - 2]];
  if (before?.kind !== 'word') return false;
  if (reserved.has(before.value)) return true;
  return infix.has(before.value) ? isOperand(earlier) : (follows[before.value]?.includes(earlier?.value ?? '') ?? false);
};

/** The function that is called where a parenthesis opens at `at`, or undefined where none is. */
const callAt = (fragment: Fragment, tokens: readonly Token[], at: number): string | undefined => {
  const before = tokens[at - 1];
  if (!before || before.kind === 'sign') return undefined;
  if (before.kind === 'node') throw refuse(fragment, 'the name of a function is only known at run time');
  if (before.kind === 'text' || before.kind === 'number') throw refuse(fragment, 'a parenthesis follows a value');
  if (before.kind === 'name' && before.value !== before.value.toLowerCase()) throw refuse(fragment, `the function "${before.value}" is none of PostgreSQL's`);
  if (!isSign(tokens[at - 2], '.')) return callsNothing(tokens, at) ? undefined : before.value;
  const schema = tokens[at - 3];
  if (!schema || (schema.kind !== 'word' && schema.kind !== 'name') || isSign(tokens[at - 4], '.')) throw refuse(fragment, 'the name of a function is only known at run time');
  return `${schema.value}.${before.value}`;
};

const isTop = (token: Token): boolean => token.depth === 0;

const topWord = (token: Token): string => {
  if (token.kind === 'node') return '?';
  return token.kind === 'word' || token.kind === 'sign' ? token.value : `<${token.kind}>`;
};

const callsIn = (fragment: Fragment, tokens: readonly Token[]): readonly string[] =>
  tokens.flatMap((token, i) => {
    const call = isSign(token, '(') ? callAt(fragment, tokens, i) : undefined;
    return call === undefined ? [] : [call];
  });

const checkWord = (fragment: Fragment, tokens: readonly Token[], at: number): void => {
  const token = tokens[at];
  if (token?.kind !== 'word' || isQualified(tokens, at)) return;
  if (relationWords.has(token.value)) throw refuse(fragment, `"${token.value}" begins a relation or a statement; use the builder, or db.crossTenant`);
  // `extract(year from x)` and `is distinct from` read no relation.
  if (token.value === 'from' && isTop(token) && tokens[at - 1]?.value !== 'distinct') throw refuse(fragment, '"from" begins a relation; use the builder');
};

/**
 * Reads a fragment as PostgreSQL would split it into words.
 *
 * @throws ScopedKyselyError `RAW_FRAGMENT`: a comment, a semicolon, an open quote or parenthesis, a word that begins a relation
 */
export const readFragment = (fragment: Fragment, mysqlText: boolean): FragmentFacts => {
  const tokens = tokensOf({ fragment, signs: signsOf(fragment), mysqlText });
  tokens.forEach((_, i) => {
    checkWord(fragment, tokens, i);
  });
  return { top: tokens.filter(isTop).map(topWord), calls: callsIn(fragment, tokens) };
};

/** What a statement of raw SQL names. */
export interface RawNames {
  readonly names: readonly string[];
  readonly calls: readonly string[];
}

const namesOfNode = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(namesOfNode);
  if (typeof value !== 'object' || value === null) return [];
  const { kind, name } = value as { readonly kind?: unknown; readonly name?: unknown };
  return kind === 'IdentifierNode' && typeof name === 'string' ? [name] : Object.values(value).flatMap(namesOfNode);
};

/** Every name in a fragment; a table that stands as a node is named too. */
export const namesIn = (fragment: Fragment, mysqlText: boolean): RawNames => {
  const tokens = tokensOf({ fragment, signs: signsOf(fragment), mysqlText });
  const names = tokens.flatMap(({ kind, value }) => (kind === 'word' || kind === 'name' ? [value] : []));
  return { names: [...names, ...fragment.nodes.flatMap(namesOfNode)], calls: callsIn(fragment, tokens) };
};

export const refuseFragment = refuse;
