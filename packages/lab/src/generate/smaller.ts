import type { Statement } from '@tenantscope/core';
import { replaceAt, spotsOf } from './almost.ts';

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'kind' in value;

const expressions = new Set(['and', 'or', 'not', 'case', 'call', 'cast', 'operator', 'subquery', 'compare', 'in-list', 'test', 'between']);
const queryKinds = new Set(['select', 'set', 'values']);
const optional = ['where', 'having', 'with', 'limit', 'offset', 'filter', 'over', 'frame', 'onConflict', 'otherwise', 'condition', 'columnAliases'] as const;
/** Lists that may end up empty, and lists that must keep one. */
const emptiable = new Set(['returning', 'orderBy', 'partitionBy', 'using', 'windows']);
const keepsOne = new Set(['items', 'args', 'ctes', 'whens', 'set', 'rows', 'from', 'distinct']);

const lists = (node: Node): readonly Node[] =>
  Object.entries(node).flatMap(([key, value]) => {
    if (!Array.isArray(value) || (node['kind'] === 'insert' && key === 'columns')) return [];
    const least = emptiable.has(key) ? 0 : keepsOne.has(key) ? 1 : Infinity;
    if (key === 'args' && node['kind'] !== 'and' && node['kind'] !== 'or') return [];
    return value.length > least ? value.map((_, i) => ({ ...node, [key]: value.filter((__, k) => k !== i) })) : [];
  });

/** A part that may stand for the whole: an operand for its operator, a side for its join or set operation. */
const parts = (node: Node): readonly unknown[] => {
  const children = Object.values(node).flatMap((v) => (Array.isArray(v) ? (v as readonly unknown[]) : [v])).filter(isNode);
  const kind = String(node['kind']);
  if (kind === 'join') return [node['left'], node['right']];
  if (kind === 'set') return [node['left'], node['right']];
  if (kind === 'and' || kind === 'or') return children;
  return expressions.has(kind) ? children.filter((c) => !queryKinds.has(String(c['kind']))) : [];
};

const simpler = (node: Node): readonly unknown[] => [
  ...parts(node),
  ...optional.filter((key) => node[key] !== undefined).map((key) => ({ ...node, [key]: undefined })),
  ...lists(node),
  ...(node['distinct'] !== undefined && node['distinct'] !== false && node['kind'] === 'select' ? [{ ...node, distinct: false }] : []),
  ...(node['kind'] === 'join' && node['type'] !== 'inner' ? [{ ...node, type: 'inner' }] : []),
  ...(expressions.has(String(node['kind'])) ? [{ kind: 'constant', value: true }, { kind: 'constant', value: 1 }, { kind: 'constant', value: null }] : []),
  ...(node['kind'] === 'with' || node['kind'] === 'delete' || node['kind'] === 'update' || node['kind'] === 'insert' || node['kind'] === 'merge' ? ctesOf(node) : []),
];

/** A CTE's body for the whole statement. */
const ctesOf = (node: Node): readonly unknown[] => {
  const clause = node['with'] as { readonly ctes?: readonly { readonly body: unknown }[] } | undefined;
  return clause?.ctes?.map((c) => c.body) ?? [];
};

/** Statements with one part less, largest cuts first. Not all of them mean something: the caller tries them. */
export function* smaller(statement: Statement): Generator<Statement> {
  for (const { path, node } of spotsOf(statement)) for (const by of simpler(node)) if (by !== undefined) yield replaceAt(statement, path, by) as Statement;
}
