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

/** Words before a parenthesis that call nothing. */
const notCalls = new Set(
  ('and or not in any all some between like ilike similar is case when then else end cast array row filter over within group by order as distinct from for on interval where having asc desc nulls first last to escape partition rows range groups unbounded preceding following current operator ' +
    'numeric decimal dec varchar char character bit varbit time timestamp timestamptz timetz float nchar varying precision year month day hour minute second epoch').split(' '),
);

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
  readonly kind: 'word' | 'name' | 'text' | 'node' | 'sign';
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
      if (sign === "'" && /[A-Za-z0-9_&]$/.test(written(signs.slice(Math.max(0, i - 1), i)))) throw refuse(fragment, 'a text with a prefix (E, U&) has rules of its own; pass it as a parameter');
      const end = endOfQuoted(reading, i);
      push(sign === "'" ? 'text' : 'name', written(signs.slice(i + 1, end - 1)));
      i = end;
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

/** The function that is called where a parenthesis opens at `at`, or undefined where none is. */
const callAt = (fragment: Fragment, tokens: readonly Token[], at: number): string | undefined => {
  const before = tokens[at - 1];
  if (!before || before.kind === 'sign') return undefined;
  if (before.kind === 'node') {
    if (/^(Identifier|SchemableIdentifier|Column|Reference|Table)Node$/.test(before.value)) throw refuse(fragment, 'the name of a function is only known at run time');
    return undefined;
  }
  if (before.kind === 'text') throw refuse(fragment, 'a parenthesis follows a text');
  if (before.kind === 'name' && before.value !== before.value.toLowerCase()) throw refuse(fragment, `the function "${before.value}" is none of PostgreSQL's`);
  if (before.kind === 'word' && notCalls.has(before.value) && tokens[at - 2]?.value !== '.') return undefined;
  const qualified = tokens[at - 2]?.kind === 'sign' && tokens[at - 2]?.value === '.';
  if (!qualified) return before.value;
  const schema = tokens[at - 3];
  if (!schema || schema.kind === 'node' || tokens[at - 4]?.value === '.') throw refuse(fragment, 'the name of a function is only known at run time');
  return `${schema.value}.${before.value}`;
};

const isTop = (token: Token): boolean => token.depth === 0;

const topWord = (token: Token): string => {
  if (token.kind === 'node') return '?';
  return token.kind === 'word' || token.kind === 'sign' ? token.value : token.kind;
};

/**
 * Reads a fragment as PostgreSQL would split it into words.
 *
 * @throws ScopedKyselyError `RAW_FRAGMENT`: a comment, a semicolon, an open quote or parenthesis, a word that begins a relation
 */
export const readFragment = (fragment: Fragment, mysqlText: boolean): FragmentFacts => {
  const tokens = tokensOf({ fragment, signs: signsOf(fragment), mysqlText });
  const calls: string[] = [];
  tokens.forEach((token, i) => {
    if (token.kind === 'word' && tokens[i - 1]?.value !== '.' && relationWords.has(token.value)) throw refuse(fragment, `"${token.value}" begins a relation or a statement; use the builder, or db.crossTenant`);
    // `extract(year from x)` and `is distinct from` read no relation.
    if (token.kind === 'word' && token.value === 'from' && isTop(token) && tokens[i - 1]?.value !== 'distinct') throw refuse(fragment, '"from" begins a relation; use the builder');
    const call = token.kind === 'sign' && token.value === '(' ? callAt(fragment, tokens, i) : undefined;
    if (call !== undefined) calls.push(call);
  });
  return { top: tokens.filter(isTop).map(topWord), calls };
};

export const refuseFragment = refuse;

/** Every name in a fragment; a table that stands as a node is named too. */
export const namesIn = (fragment: Fragment, mysqlText: boolean): readonly string[] => {
  const words = tokensOf({ fragment, signs: signsOf(fragment), mysqlText }).flatMap(({ kind, value }) => (kind === 'word' || kind === 'name' ? [value] : []));
  const named = (node: unknown): readonly string[] => {
    if (Array.isArray(node)) return node.flatMap(named);
    if (typeof node !== 'object' || node === null) return [];
    const { kind, name } = node as { readonly kind?: unknown; readonly name?: unknown };
    return kind === 'IdentifierNode' && typeof name === 'string' ? [name] : Object.values(node).flatMap(named);
  };
  return [...words, ...fragment.nodes.flatMap(named)];
};
