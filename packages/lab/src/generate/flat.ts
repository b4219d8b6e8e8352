import type { Statement } from '@tenantscope/core';

type Node = Readonly<Record<string, unknown>>;

const operands = (kind: unknown, args: readonly unknown[]): readonly unknown[] =>
  args.flatMap((a) => (typeof a === 'object' && a !== null && (a as Node)['kind'] === kind ? ((a as Node)['args'] as readonly unknown[]) : [a]));

const flatten = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(flatten);
  if (typeof value !== 'object' || value === null) return value;
  const node = Object.fromEntries(Object.entries(value).map(([key, v]) => [key, flatten(v)]));
  if (node['kind'] !== 'and' && node['kind'] !== 'or') return node;
  const args = operands(node['kind'], node['args'] as readonly unknown[]);
  return args.length === 1 ? args[0] : { ...node, args };
};

/** AND in AND and OR in OR made one, as PostgreSQL's reader does with `a and b and c`. */
export const flat = (statement: Statement): Statement => flatten(statement) as Statement;
