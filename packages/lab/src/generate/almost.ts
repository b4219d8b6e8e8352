import type { Statement } from '@tenantscope/core';
import type { Draw } from './draw.ts';

type Node = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

interface Spot {
  readonly path: Path;
  readonly node: Node;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every object of the statement, outermost first. */
export const spotsOf = (value: unknown, path: Path = []): readonly Spot[] => {
  if (Array.isArray(value)) return value.flatMap((v, i) => spotsOf(v, [...path, i]));
  if (!isNode(value)) return [];
  return [{ path, node: value }, ...Object.entries(value).flatMap(([key, v]) => spotsOf(v, [...path, key]))];
};

/** The same tree with another value at a path. */
export const replaceAt = (value: unknown, [step, ...rest]: Path, by: unknown): unknown => {
  if (step === undefined) return by;
  if (Array.isArray(value)) return value.map((v: unknown, i) => (i === step ? replaceAt(v, rest, by) : v));
  return isNode(value) ? { ...value, [step]: replaceAt(value[step], rest, by) } : value;
};

const without = (list: readonly unknown[], at: number): readonly unknown[] => list.filter((_, i) => i !== at);

const argsOf = (node: Node): readonly unknown[] => (Array.isArray(node['args']) ? node['args'] : []);

/** One way to spoil a statement: what it becomes at a node, or undefined where it does not apply. */
type Slip = (node: Node, draw: Draw, aliases: readonly string[]) => unknown;

const slips: readonly Slip[] = [
  // A conjunct is dropped.
  (node, draw) => {
    const args = argsOf(node);
    return node['kind'] === 'and' && args.length > 1 ? { ...node, args: without(args, draw.below(args.length)) } : undefined;
  },
  // AND becomes OR.
  (node) => (node['kind'] === 'and' && argsOf(node).length > 1 ? { ...node, kind: 'or' } : undefined),
  // One branch of an OR is opened.
  (node, draw) => {
    const args = argsOf(node);
    const at = draw.below(args.length);
    return node['kind'] === 'or' ? { ...node, args: args.map((a, i) => (i === at && isNode(a) && a['kind'] === 'and' ? (argsOf(a)[0] ?? a) : a)) } : undefined;
  },
  // The wrong alias.
  (node, draw, aliases) => {
    const path = node['path'];
    if (node['kind'] !== 'column' || !Array.isArray(path) || path.length !== 2) return undefined;
    return { ...node, path: [draw.some(aliases) ?? path[0], path[1]] };
  },
  // Another operator.
  (node, draw) => (node['kind'] === 'compare' && node['op'] === '=' && node['quantifier'] === undefined ? { ...node, op: draw.pick(['<>', '>=', 'is not distinct from', 'is distinct from']) } : undefined),
  // The value of a request for the tenant.
  (node) => (node['kind'] === 'param' && node['key'] === '$1' ? { ...node, key: '$2' } : undefined),
  // Another join.
  (node, draw) => (node['kind'] === 'join' ? { ...node, type: draw.pick(['inner', 'left', 'right', 'full']) } : undefined),
  // A condition of WHERE moves to the first join.
  (node) => {
    const from = Array.isArray(node['from']) ? (node['from'] as readonly unknown[]) : [];
    const [first] = from;
    const where = node['where'];
    if (node['kind'] !== 'select' || !isNode(where) || !isNode(first) || first['kind'] !== 'join' || !first['on']) return undefined;
    return { ...node, where: undefined, from: [{ ...first, on: { kind: 'and', args: [first['on'], where] } }, ...from.slice(1)] };
  },
  // A clause is lost.
  (node, draw) => {
    const clause = draw.pick(['where', 'having', 'on', 'condition']);
    return node[clause] !== undefined && node['kind'] !== 'merge' ? { ...node, [clause]: clause === 'on' ? { kind: 'constant', value: true } : undefined } : undefined;
  },
  // A partition, a group or DISTINCT ON loses its first key.
  (node) => (Array.isArray(node['partitionBy']) && node['partitionBy'].length > 0 ? { ...node, partitionBy: node['partitionBy'].slice(1) } : undefined),
  // NOT.
  (node) => (node['kind'] === 'compare' ? { kind: 'not', arg: node } : undefined),
  // Rows are cut before they are filtered.
  (node) => (node['kind'] === 'select' && node['limit'] === undefined ? { ...node, limit: { kind: 'constant', value: 1 } } : undefined),
  // Another column of the same row.
  (node, draw) => {
    const path = node['path'];
    if (node['kind'] !== 'column' || !Array.isArray(path)) return undefined;
    return { ...node, path: [...(path as readonly string[]).slice(0, -1), draw.pick(['t', 'id', 'kind', 'other_t', 'pid'])] };
  },
];

const aliasesOf = (spots: readonly Spot[]): readonly string[] =>
  spots.flatMap(({ node }) => (typeof node['alias'] === 'string' ? [node['alias']] : node['kind'] === 'table' && typeof node['name'] === 'string' ? [node['name']] : []));

/** The statement with one thing wrong, where something can be. */
export const almost = (statement: Statement, draw: Draw): Statement => {
  const spots = spotsOf(statement);
  const aliases = aliasesOf(spots);
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const spot = draw.some(spots);
    const slip = draw.some(slips);
    const spoiled = spot && slip?.(spot.node, draw, aliases);
    if (spot && spoiled !== undefined) return replaceAt(statement, spot.path, spoiled) as Statement;
  }
  return statement;
};
