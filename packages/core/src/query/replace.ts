import type { NodeBase } from './node.ts';

type AnyNode = NodeBase<string>;

/**
 * The same tree with some nodes replaced: `by` gives what stands for a node, or undefined to look below it. What it gives is
 * not looked into.
 */
export const replaceNodes = <T>(tree: T, by: (node: AnyNode) => object | undefined): T => {
  const each = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const given: readonly unknown[] = value;
      const items = given.map(each);
      return items.some((item, i) => item !== given[i]) ? items : given;
    }
    if (typeof value !== 'object' || value === null) return value;
    const given = 'kind' in value && typeof value.kind === 'string' ? by(value as AnyNode) : undefined;
    if (given !== undefined) return given;
    const fields = Object.entries(value).map(([key, below]: [string, unknown]) => [key, below, key === 'at' ? below : each(below)] as const);
    if (fields.every(([, before, after]) => before === after)) return value;
    return Object.freeze(Object.fromEntries(fields.map(([key, , after]) => [key, after])));
  };
  return each(tree) as T;
};
