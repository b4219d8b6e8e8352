import { isReadingAttribute } from './functions.ts';
import { type Fragment, type FragmentFacts, refuseFragment, type Token, tokensOf } from './fragment.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Words that begin or join relations, or write. None of them is needed inside an expression. */
const relationWords = words('select table values insert update delete merge into union intersect except join using lateral tablesample returning set execute call procedure');

/** Words before a parenthesis that call nothing. PostgreSQL reserves them: no function can have such a name without quotes. */
const reserved = words(
  'and or not in any all some between case when then else end cast array row group order as distinct from for on where having asc desc exists values interval precision both leading trailing placing symmetric variadic only ' +
    'numeric decimal dec varchar char character bit time timestamp float nchar collate limit offset fetch window union',
);

/** Words that call nothing behind an operand: `a like (…)`. */
const infix = words('like ilike similar is');

/** Words that call nothing behind these signs or words: `count(*) filter (…)`, `partition by (…)`. */
const follows: Readonly<Record<string, readonly string[]>> = { varying: ['character', 'char', 'bit'], filter: [')'], over: [')'], by: ['partition', 'order', 'group'], sets: ['grouping'], zone: ['time'], to: ['similar'], escape: ['<text>', '?'] };

const isSign = (token: Token | undefined, value: string): boolean => token?.kind === 'sign' && token.value === value;

const isWord = (token: Token | undefined, value: string): boolean => token?.kind === 'word' && token.value === value;

/** Nodes that print a name. */
const nameNodes = words('IdentifierNode TableNode ColumnNode ReferenceNode');

/** Nodes whose text cannot begin with a parenthesis. */
const bareNodes = words('IdentifierNode TableNode ColumnNode ReferenceNode ValueNode FunctionNode AggregateFunctionNode CaseNode CastNode JSONPathNode');

const isName = (token: Token | undefined): boolean => token?.kind === 'word' || token?.kind === 'name' || (token?.kind === 'node' && nameNodes.has(token.value));

/** Whether a word stands behind the dot of a name: `t.values` is a column. */
const isQualified = (tokens: readonly Token[], at: number): boolean => isSign(tokens[at - 1], '.') && isName(tokens[at - 2]);

const isOperand = (token: Token | undefined): boolean => {
  if (token?.kind === 'sign') return token.value === ')' || token.value === ']';
  return token !== undefined && !(token.kind === 'word' && (reserved.has(token.value) || infix.has(token.value)));
};

const spelled = (token: Token | undefined): string => {
  if (!token) return '';
  if (token.kind === 'node') return '?';
  return token.kind === 'word' || token.kind === 'sign' ? token.value : `<${token.kind}>`;
};

const callsNothing = (tokens: readonly Token[], at: number): boolean => {
  const [before, earlier] = [tokens[at - 1], tokens[at - 2]];
  if (before?.kind !== 'word') return false;
  if (reserved.has(before.value)) return true;
  return infix.has(before.value) ? isOperand(earlier) : (follows[before.value]?.includes(spelled(earlier)) ?? false);
};

/** The function that is called where a parenthesis opens at `at`, or undefined where none is. */
const callAt = (fragment: Fragment, tokens: readonly Token[], at: number): string | undefined => {
  const before = tokens[at - 1];
  if (!before || before.kind === 'sign') return undefined;
  if (before.kind === 'node') throw refuseFragment(fragment, 'the name of a function is only known at run time');
  if (before.kind === 'text' || before.kind === 'number') throw refuseFragment(fragment, 'a parenthesis follows a value');
  if (before.kind === 'name' && before.value !== before.value.toLowerCase()) throw refuseFragment(fragment, `the function "${before.value}" is none of PostgreSQL's`);
  if (!isSign(tokens[at - 2], '.')) return callsNothing(tokens, at) ? undefined : before.value;
  const schema = tokens[at - 3];
  if (!schema || (schema.kind !== 'word' && schema.kind !== 'name') || isSign(tokens[at - 4], '.')) throw refuseFragment(fragment, 'the name of a function is only known at run time');
  return `${schema.value}.${before.value}`;
};

/** A node may print its own parentheses, so a name before it may be a call. */
const opens = (token: Token): boolean => isSign(token, '(') || (token.kind === 'node' && !bareNodes.has(token.value));

const callsIn = (fragment: Fragment, tokens: readonly Token[]): readonly string[] =>
  tokens.flatMap((token, i) => {
    const call = opens(token) ? callAt(fragment, tokens, i) : undefined;
    return call === undefined ? [] : [call];
  });

/** `a is [not] distinct from b` */
const isDistinctFrom = (tokens: readonly Token[], at: number): boolean => {
  if (!isWord(tokens[at - 1], 'distinct')) return false;
  const is = isWord(tokens[at - 2], 'not') ? at - 3 : at - 2;
  return isWord(tokens[is], 'is') && isOperand(tokens[is - 1]) && !isSign(tokens[is - 1], '.');
};

const checkWord = (fragment: Fragment, tokens: readonly Token[], at: number): void => {
  const token = tokens[at];
  if (token?.kind !== 'word' || isQualified(tokens, at)) return;
  if (relationWords.has(token.value)) throw refuseFragment(fragment, `"${token.value}" begins a relation or a statement; use the builder, or db.crossTenant`);
  // `extract(year from x)` reads no relation: there is no `select` before it inside the parentheses.
  if (token.value === 'from' && token.depth === 0 && !isDistinctFrom(tokens, at)) throw refuseFragment(fragment, '"from" begins a relation; use the builder');
};

/** A dot stands between names: a fragment that began or ended with one would make a name with what is printed beside it. */
const checkDot = (fragment: Fragment, tokens: readonly Token[], at: number): void => {
  if (!isSign(tokens[at], '.')) return;
  const [before, after] = [tokens[at - 1], tokens[at + 1]];
  if (!isName(before) && !isSign(before, ')') && !isSign(before, ']')) throw refuseFragment(fragment, 'a dot follows no name');
  if (!isName(after) && !isSign(after, '*')) throw refuseFragment(fragment, 'a name is missing behind a dot');
  if (after && isReadingAttribute(after.name ?? after.value)) throw refuseFragment(fragment, `"${after.name ?? after.value}" behind a dot may call a function that reads rows`);
};

/** `(values (1, 'a'), (2, 'b'))`: rows of nobody's table. */
const isValuesList = (tokens: readonly Token[]): boolean => isSign(tokens[0], '(') && isWord(tokens[1], 'values') && isSign(tokens[2], '(') && tokens.filter(({ depth }) => depth === 0).length === 2;

export interface FragmentPlace {
  readonly mysqlText: boolean;
  /** Whether the fragment stands where a relation does, and may be a list of VALUES. */
  readonly relation?: boolean;
}

/**
 * Reads a fragment as PostgreSQL would split it into words.
 *
 * @throws ScopedKyselyError `RAW_FRAGMENT`: a comment, a semicolon, an open quote or parenthesis, a word that begins a relation
 */
export const readFragment = (fragment: Fragment, { mysqlText, relation = false }: FragmentPlace): FragmentFacts => {
  const tokens = tokensOf(fragment, mysqlText);
  const isValues = relation && isValuesList(tokens);
  tokens.forEach((_, i) => {
    if (!(isValues && i === 1)) checkWord(fragment, tokens, i);
    checkDot(fragment, tokens, i);
  });
  const hasStar = tokens.some((token, i) => isSign(token, '*') && isSign(tokens[i - 1], '.'));
  return { top: tokens.filter(({ depth }) => depth === 0).map(spelled), calls: callsIn(fragment, tokens), isValues, hasStar };
};

const namesOfNode = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(namesOfNode);
  if (typeof value !== 'object' || value === null) return [];
  const { kind, name } = value as { readonly kind?: unknown; readonly name?: unknown };
  return kind === 'IdentifierNode' && typeof name === 'string' ? [name] : Object.values(value).flatMap(namesOfNode);
};

/** What a statement of raw SQL names and calls, and the word that it begins with. */
export interface StatementWords {
  readonly first: string;
  readonly names: readonly string[];
  readonly calls: readonly string[];
}

export const readStatement = (fragment: Fragment, mysqlText: boolean): StatementWords => {
  const tokens = tokensOf(fragment, mysqlText);
  const names = tokens.flatMap(({ kind, value }) => (kind === 'word' || kind === 'name' ? [value] : []));
  tokens.forEach((_, i) => {
    checkDot(fragment, tokens, i);
  });
  return { first: spelled(tokens[0]), names: [...names, ...fragment.nodes.flatMap(namesOfNode)], calls: callsIn(fragment, tokens).filter((call) => !relationWords.has(call)) };
};
