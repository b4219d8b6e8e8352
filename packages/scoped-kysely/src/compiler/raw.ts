import { type OperationNode, RawNode } from 'kysely';
import { asList, asNodes, expressionOr, isTypeName, readOnce, unknownPart } from './fields.ts';
import { refusal } from '../error.ts';
import { checkFunction } from './functions.ts';
import { type Fragment, type FragmentFacts, namesIn, type RawNames, readFragment, refuseFragment } from './fragment.ts';
import { parts } from './parts.ts';
import type { Scope } from './scope.ts';

interface RawParts {
  readonly texts: readonly string[];
  readonly nodes: readonly OperationNode[];
}

const partsOf = (value: OperationNode): RawParts => {
  const own = readOnce<RawNode>(value, 'RawNode', parts.RawNode);
  const texts = asList(own.sqlFragments);
  const nodes = asNodes(own.parameters);
  if (!texts.every((text) => typeof text === 'string') || texts.length !== nodes.length + 1) throw unknownPart('a raw fragment whose texts and parameters do not alternate');
  return { texts, nodes };
};

/** Fragments inside fragments are printed in place, so they are read in place. */
const flatten = (value: OperationNode): Fragment => {
  const { texts, nodes } = partsOf(value);
  const flat: { texts: string[]; nodes: OperationNode[] } = { texts: [texts[0] ?? ''], nodes: [] };
  nodes.forEach((child, i) => {
    const inner: Fragment = child.kind === 'RawNode' ? flatten(child) : { texts: ['', ''], nodes: [child] };
    flat.texts.push((flat.texts.pop() ?? '') + (inner.texts[0] ?? ''), ...inner.texts.slice(1));
    flat.nodes.push(...inner.nodes);
    flat.texts.push((flat.texts.pop() ?? '') + (texts[i + 1] ?? ''));
  });
  return flat;
};

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

/** What may stand inside a fragment: an expression, or a name (`sql.id`, `sql.table`). */
const child = expressionOr('IdentifierNode');

const rebuilt = (fragment: Fragment, scope: Scope): OperationNode => RawNode.create(apart(fragment.texts), fragment.nodes.map((node) => child(node, scope)));

/** What Kysely's helpers write themselves: their text is known, and only a query may stand where they read from. */
const helpers: ReadonlyMap<string, readonly ('expression' | 'query')[]> = new Map([
  ["(select coalesce(json_agg(agg), '[]') from \0 as agg)", ['query']],
  ['(select to_json(obj) from \0 as obj)', ['query']],
  ["(select cast(coalesce(json_arrayagg(json_object(\0)), '[]') as json) from \0 as agg)", ['expression', 'query']],
  ['(select json_object(\0) from \0 as obj)', ['expression', 'query']],
  ["(select coalesce(json_group_array(json_object(\0)), '[]') from \0 as agg)", ['expression', 'query']],
]);

const helperOf = ({ texts, nodes }: RawParts, scope: Scope): OperationNode | undefined => {
  const slots = helpers.get(texts.join('\0'));
  if (!slots) return undefined;
  const children = nodes.map((node, i) => {
    if (slots[i] === 'query' && node.kind !== 'SelectQueryNode') throw refusal('RAW_FRAGMENT', 'a JSON helper takes a query made by the builder');
    return child(node, scope);
  });
  return RawNode.create(texts, children);
};

/** Clauses that follow an expression: at the top level of a fragment they would leave its place. */
const clauseWords = new Set(['where', 'group', 'having', 'order', 'limit', 'offset', 'fetch', 'for', 'window', 'on', 'do']);

const read = (fragment: Fragment, scope: Scope): FragmentFacts => {
  const facts = readFragment(fragment, scope.registry.mysqlText);
  for (const call of facts.calls) checkFunction(call, scope.registry);
  return facts;
};

const expression = (value: OperationNode, scope: Scope, commas: boolean): OperationNode => {
  const helper = helperOf(partsOf(value), scope);
  if (helper) return helper;
  const fragment = flatten(value);
  const { top } = read(fragment, scope);
  const clause = top.find((word) => clauseWords.has(word));
  if (clause !== undefined) throw refuseFragment(fragment, `"${clause}" begins another clause; use the builder`);
  if (!commas && top.includes(',')) throw refuseFragment(fragment, 'a comma makes it more than one expression');
  return rebuilt(fragment, scope);
};

/** A fragment in the place of one expression. */
export const rawExpression = (value: OperationNode, scope: Scope): OperationNode => {
  const { texts, nodes } = partsOf(value);
  const [only] = nodes;
  // sql.ref, sql.val, sql.table and sql.lit wrap a node in nothing.
  if (only && nodes.length === 1 && texts.every((text) => text === '')) return child(only, scope);
  return expression(value, scope, false);
};

/** A fragment in the place of a list: ORDER BY, GROUP BY, PARTITION BY, a selection. */
export const rawList = (value: OperationNode, scope: Scope): OperationNode => {
  const { texts } = partsOf(value);
  return texts.every((text) => text === '') ? rawExpression(value, scope) : expression(value, scope, true);
};

const onlyWords =
  (what: string, allowed: ReadonlySet<string>) =>
  (value: OperationNode): OperationNode => {
    const fragment = flatten(value);
    const words = fragment.texts.join(' ').trim().toLowerCase().split(/\s+/).filter((word) => word !== '');
    const unknown = fragment.nodes.length > 0 ? 'a value' : words.find((word) => !allowed.has(word));
    if (unknown !== undefined) throw refuseFragment(fragment, `${what} is made of ${[...allowed].join(', ')}; "${unknown}" is none of them`);
    return RawNode.createWithSql(words.join(' '));
  };

/** `modifyFront`, `modifyEnd`, a raw lock: nothing that could add a relation. */
export const rawModifier = onlyWords('a modifier', new Set(['for', 'update', 'no', 'key', 'share', 'nowait', 'skip', 'locked', 'distinct', 'all', 'sql_no_cache', 'straight_join']));

export const rawDirection = onlyWords('a direction', new Set(['asc', 'desc', 'nulls', 'first', 'last']));

/** What `whenMatched().thenDelete()` and `thenDoNothing()` write. */
export const rawMergeAction = onlyWords('an action', new Set(['delete', 'do', 'nothing']));

const operatorWords = new Set(['is', 'not', 'like', 'ilike', 'similar', 'to', 'in', 'and', 'or', 'between', 'distinct', 'from', 'at', 'time', 'zone', 'collate']);
const symbols = /^(?!.*(?:--|\/\*))[-+*/<>=~!@#%^&|?:]+$/;

export const rawOperator = (value: OperationNode, scope: Scope): OperationNode => {
  const fragment = flatten(value);
  const words = fragment.texts.join(' ').trim().toLowerCase().split(/\s+/);
  const fine = fragment.nodes.length === 0 && words.every((word) => operatorWords.has(word) || (symbols.test(word) && !(scope.registry.mysqlText && word.includes('#'))));
  if (!fine) throw refuseFragment(fragment, 'it is no operator');
  return RawNode.createWithSql(words.join(' '));
};

export const rawDataType = (value: OperationNode): OperationNode => {
  const fragment = flatten(value);
  const [name] = fragment.texts;
  if (fragment.nodes.length > 0 || !isTypeName(name)) throw refuseFragment(fragment, 'it is no name of a type');
  return RawNode.createWithSql(name.trim());
};

/** A fragment in FROM: one call of a pure function, `generate_series(1, ${n})`. */
export const rawRelation = (value: OperationNode, scope: Scope): OperationNode => {
  const fragment = flatten(value);
  const { top, calls } = read(fragment, scope);
  const isCall = calls.length > 0 && /^(?:[^?(),\s]+ \. )?[^?(),.\s]+ \( \)(?: with ordinality)?$/.test(top.join(' '));
  if (!isCall) throw refuseFragment(fragment, 'a relation is a table, a query made by the builder, or one call of a function');
  return rebuilt(fragment, scope);
};

/** The alias of a function with its columns: `t(a, b int)`. */
export const rawAlias = (value: OperationNode, scope: Scope): OperationNode => {
  const fragment = flatten(value);
  const { top } = readFragment(fragment, scope.registry.mysqlText);
  if (!/^(?:[a-z_][^?(),\s]*|<name>|\?)(?: \( \))?$/.test(top.join(' ')) || fragment.nodes.some(({ kind }) => kind !== 'IdentifierNode')) throw refuseFragment(fragment, 'an alias is a name, with names of columns in parentheses');
  return rebuilt(fragment, scope);
};

/** The names and calls in a statement of raw SQL: for the escape, which lists what it may name. */
export const namesOfRaw = (value: OperationNode, mysqlText: boolean): RawNames => namesIn(flatten(value), mysqlText);
