import { type IdentifierNode, type OperationNode, RawNode } from 'kysely';
import { refusal } from '../error.ts';
import { asList, isExpressionKind, isTypeName, kindOf, readOnce, unknownPart } from './fields.ts';
import { type Fragment, type FragmentFacts, refuseFragment } from './fragment.ts';
import { checkFunction } from './functions.ts';
import { parts } from './parts.ts';
import type { Scope } from './scope.ts';
import { readFragment, readStatement, type StatementWords } from './words.ts';

/** A fragment as it was given: what stands between the texts was not read yet. */
interface RawParts {
  readonly texts: readonly string[];
  readonly children: readonly unknown[];
  /** The array of the texts as it was given: of a template it is the same each time, and cannot change. */
  readonly template: object;
}

const partsOf = (value: object): RawParts => {
  const own = readOnce<RawNode>(value, 'RawNode', parts.RawNode);
  const texts = asList(own.sqlFragments);
  const children = asList(own.parameters);
  if (!texts.every((text) => typeof text === 'string') || texts.length !== children.length + 1) throw unknownPart('a raw fragment whose texts and parameters do not alternate');
  return { texts, children, template: own.sqlFragments };
};

/** What Kysely's helpers write themselves: their text is known, and only a query may stand where they read from. */
const helpers: ReadonlyMap<string, readonly ('expression' | 'query')[]> = new Map([
  ["(select coalesce(json_agg(agg), '[]') from \0 as agg)", ['query']],
  ['(select to_json(obj) from \0 as obj)', ['query']],
  ["(select cast(coalesce(json_arrayagg(json_object(\0)), '[]') as json) from \0 as agg)", ['expression', 'query']],
  ['(select json_object(\0) from \0 as obj)', ['expression', 'query']],
  ["(select coalesce(json_group_array(json_object(\0)), '[]') from \0 as agg)", ['expression', 'query']],
]);

/** What may stand inside a fragment: an expression, or a name (`sql.id`, `sql.table`). */
const childAs = (kind: string, value: object, scope: Scope): OperationNode => {
  if (!isExpressionKind(kind) && kind !== 'IdentifierNode') throw unknownPart(`${kind} in a raw fragment`);
  return scope.read(kind, value, scope);
};

const child = (value: unknown, scope: Scope): OperationNode => childAs(kindOf(value), value as object, scope);

const helperOf = ({ texts, children }: RawParts, scope: Scope): OperationNode | undefined => {
  const slots = texts.length > 3 ? undefined : helpers.get(texts.join('\0'));
  if (slots?.length !== children.length) return undefined;
  const nodes = children.map((item, i) => {
    const kind = kindOf(item);
    if (slots[i] === 'query' && kind !== 'SelectQueryNode') throw refusal('RAW_FRAGMENT', 'a JSON helper takes a query made by the builder');
    return childAs(kind, item as object, scope);
  });
  return RawNode.create(texts, nodes);
};

const joined = (left: Fragment, right: Fragment): Fragment => ({
  texts: [...left.texts.slice(0, -1), (left.texts.at(-1) ?? '') + (right.texts[0] ?? ''), ...right.texts.slice(1)],
  nodes: [...left.nodes, ...right.nodes],
});

/** One child, read: a fragment inside a fragment is printed in place, so it is read in place; a helper of Kysely's is a whole. */
const fragmentOf = (value: unknown, scope: Scope): Fragment => {
  const kind = kindOf(value);
  if (kind !== 'RawNode') return { texts: ['', ''], nodes: [childAs(kind, value as object, scope)] };
  const inner = partsOf(value as object);
  const helper = helperOf(inner, scope);
  return helper ? { texts: ['', ''], nodes: [helper] } : flatten(inner, scope);
};

const flatten = ({ texts, children }: RawParts, scope: Scope): Fragment =>
  children.reduce<Fragment>((flat, item, i) => joined(joined(flat, fragmentOf(item, scope)), { texts: [texts[i + 1] ?? ''], nodes: [] }), { texts: [texts[0] ?? ''], nodes: [] });

/**
 * A node prints its own text: `-` before a negative literal would be a comment, `e` before a text its prefix, `$1` before a
 * number another parameter.
 */
const apart = (texts: readonly string[]): readonly string[] =>
  texts.map((text, i) => {
    const inside = i > 0 && i < texts.length - 1;
    const before = i > 0 && !/^[\s.,()[\]]/.test(text) && (text !== '' || inside) ? ' ' : '';
    const after = i < texts.length - 1 && text !== '' && !/[\s.,()[\]]$/.test(text) ? ' ' : '';
    return before + text + after;
  });

const rebuilt = ({ texts, nodes }: Fragment): OperationNode => RawNode.create(apart(texts), nodes);

/** What was read of templates, by the kinds of the nodes in them: a template is read once, however often it runs. */
const templates = new WeakMap<object, Map<string, { readonly texts: readonly string[]; readonly facts: FragmentFacts }>>();

const factsOf = (fragment: Fragment, { template }: RawParts, scope: Scope, relation: boolean): FragmentFacts => {
  const { mysqlText } = scope.registry;
  const byKinds = templates.get(template) ?? new Map<string, { readonly texts: readonly string[]; readonly facts: FragmentFacts }>();
  templates.set(template, byKinds);
  const kinds = `${mysqlText} ${relation} ${fragment.nodes.map((node) => (node.kind === 'IdentifierNode' ? `"${(node as IdentifierNode).name}"` : node.kind)).join(' ')}`;
  const known = byKinds.get(kinds);
  // The texts are compared, not trusted: a fragment inside the template may be another one each time.
  if (known?.texts.length === fragment.texts.length && known.texts.every((text, i) => text === fragment.texts[i])) return known.facts;
  const facts = readFragment(fragment, { mysqlText, relation });
  if (byKinds.size < 100) byKinds.set(kinds, { texts: fragment.texts, facts });
  return facts;
};

/** Clauses that follow an expression: at the top level of a fragment they would leave its place. */
const clauseWords = new Set(['where', 'group', 'having', 'order', 'limit', 'offset', 'fetch', 'for', 'window', 'on', 'do']);

const read = (fragment: Fragment, own: RawParts, scope: Scope, relation = false): FragmentFacts => {
  const facts = factsOf(fragment, own, scope, relation);
  for (const call of facts.calls) checkFunction(call, scope.registry);
  return facts;
};

const isTextless = ({ texts, children }: RawParts): boolean => children.length === 1 && texts.every((text) => text === '');

const expression = (value: object, scope: Scope, commas: boolean): OperationNode => {
  const own = partsOf(value);
  // sql.ref, sql.val, sql.table and sql.lit wrap a node in nothing.
  if (isTextless(own)) return child(own.children[0], scope);
  const helper = helperOf(own, scope);
  if (helper) return helper;
  const fragment = flatten(own, scope);
  const { top, hasStar } = read(fragment, own, scope);
  const clause = top.find((word) => clauseWords.has(word));
  if (clause !== undefined) throw refuseFragment(fragment, `"${clause}" begins another clause; use the builder`);
  if (!commas && top.includes(',')) throw refuseFragment(fragment, 'a comma makes it more than one expression');
  if (top.length === 0) throw refuseFragment(fragment, 'it is empty');
  if (isOpenEnded(top)) throw refuseFragment(fragment, 'it begins or ends in the middle of an expression');
  if (!commas && hasStar) throw refuseFragment(fragment, '".*" may be several columns, or none');
  return rebuilt(fragment);
};

/** Words and signs that need something on their right, or on their left. */
const openRight = new Set('as and or not in like ilike similar is between collate distinct from all any some case when then else over filter within at zone'.split(' '));
const openLeft = new Set('as and or in like ilike similar is between collate from over filter within at when then else end'.split(' '));
const firstSigns = new Set(['(', '-', '+', '~', '@', '!', '|']);

const isSignWord = (word: string): boolean => /^[^a-z0-9_<?\u0080-\uffff]/.test(word);

const isOpenEnded = (top: readonly string[]): boolean => {
  const [first = '', last = ''] = [top[0], top.at(-1)];
  if (top.length === 1 && first === '*') return false;
  const badFirst = openLeft.has(first) || (isSignWord(first) && !firstSigns.has(first));
  const badLast = openRight.has(last) || (isSignWord(last) && last !== ')' && last !== ']' && !(last === '*' && top.at(-2) === '.'));
  return badFirst || badLast;
};

/** A fragment in the place of one expression. */
export const rawExpression = (value: object, scope: Scope): OperationNode => expression(value, scope, false);

/** A fragment in the place of a list: ORDER BY, GROUP BY, PARTITION BY, a selection. */
export const rawList = (value: object, scope: Scope): OperationNode => expression(value, scope, true);

/** The words of a fragment that holds no values. */
const plainWords = (value: object, scope: Scope): { readonly fragment: Fragment; readonly text: string } => {
  const fragment = flatten(partsOf(value), scope);
  if (fragment.nodes.length > 0) throw refuseFragment(fragment, 'no value can stand here');
  return { fragment, text: (fragment.texts[0] ?? '').trim().toLowerCase().replaceAll(/\s+/g, ' ') };
};

const onlyWords =
  (what: string, allowed: ReadonlySet<string>) =>
  (value: object, scope: Scope): OperationNode => {
    const { fragment, text } = plainWords(value, scope);
    const unknown = text.split(' ').find((word) => word !== '' && !allowed.has(word));
    if (unknown !== undefined) throw refuseFragment(fragment, `${what} is made of ${[...allowed].join(', ')}; "${unknown}" is none of them`);
    return RawNode.createWithSql(text);
  };

/** `modifyFront`, `modifyEnd`, a raw lock: nothing that could add a relation. */
export const rawModifier = onlyWords('a modifier', new Set(['for', 'update', 'no', 'key', 'share', 'nowait', 'skip', 'locked', 'distinct', 'all', 'sql_no_cache', 'straight_join']));

export const rawDirection = onlyWords('a direction', new Set(['asc', 'desc', 'nulls', 'first', 'last']));

/** What `whenMatched().thenDelete()` and `thenDoNothing()` write. */
export const rawMergeAction = onlyWords('an action', new Set(['delete', 'do', 'nothing']));

/** Whole operators, not words that may make one: `from` alone would begin a relation. */
const operatorPhrase = /^(?:and|or|(?:not )?(?:in|like|ilike|between(?: symmetric)?|similar to)|is(?: not)?(?: distinct from)?|at time zone)$/;
const symbols = /^(?!.*(?:--|\/\*))[-+*/<>=~!@#%^&|?:]+$/;

export const rawOperator = (value: object, scope: Scope): OperationNode => {
  const { fragment, text } = plainWords(value, scope);
  if (!operatorPhrase.test(text) && !(symbols.test(text) && !(scope.registry.mysqlText && text.includes('#')))) throw refuseFragment(fragment, 'it is no operator');
  return RawNode.createWithSql(text);
};

export const rawDataType = (value: object, scope: Scope): OperationNode => {
  const fragment = flatten(partsOf(value), scope);
  const [name] = fragment.texts;
  if (fragment.nodes.length > 0 || !isTypeName(name)) throw refuseFragment(fragment, 'it is no name of a type');
  return RawNode.createWithSql(name.trim());
};

/** A fragment in FROM: one call of a pure function, `generate_series(1, ${n})`, or a list of VALUES. */
export const rawRelation = (value: object, scope: Scope): OperationNode => {
  const own = partsOf(value);
  const fragment = flatten(own, scope);
  const { top, calls, isValues } = read(fragment, own, scope, true);
  const isCall = calls.length > 0 && /^(?:[^?(),\s]+ \. )?[^?(),.\s]+ \( \)(?: with ordinality)?$/.test(top.join(' '));
  if (!isCall && !isValues) throw refuseFragment(fragment, 'a relation is a table, a query made by the builder, one call of a function, or a list of VALUES');
  return rebuilt(fragment);
};

/** The alias of a function with its columns: `t(a, b int)`. */
export const rawAlias = (value: object, scope: Scope): OperationNode => {
  const fragment = flatten(partsOf(value), scope);
  const { top } = readFragment(fragment, scope.registry);
  if (!/^(?:[a-z_][^?(),\s]*|<name>|\?)(?: \( \))?$/.test(top.join(' ')) || fragment.nodes.some(({ kind }) => kind !== 'IdentifierNode')) throw refuseFragment(fragment, 'an alias is a name, with names of columns in parentheses');
  return rebuilt(fragment);
};

/** The table that `sql.table('orders')` wraps in nothing. */
export const wrappedTable = (value: object): object | undefined => {
  const own = partsOf(value);
  return isTextless(own) && kindOf(own.children[0]) === 'TableNode' ? (own.children[0] as object) : undefined;
};

/** A whole statement of raw SQL, for the escape: what stands in it was read, and its words are told. */
export const rawStatement = (value: object, scope: Scope): { readonly node: OperationNode; readonly words: StatementWords } => {
  const fragment = flatten(partsOf(value), scope);
  return { node: rebuilt(fragment), words: readStatement(fragment, scope.registry.mysqlText) };
};
