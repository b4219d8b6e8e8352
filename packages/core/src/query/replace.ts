import type { NodeBase } from './node.ts';

type AnyNode = NodeBase<string>;

/**
 * The same tree with some nodes replaced: `by` gives what stands for a node, or undefined to look below it. What it gives is
 * not looked into.
 */
export const replaceNodes = <T>(tree: T, by: (node: AnyNode) => object | undefined): T => {
  const items = (given: readonly unknown[]): readonly unknown[] => {
    let changed: unknown[] | undefined;
    given.forEach((before, i) => {
      const after = each(before);
      if (after !== before) (changed ??= [...given])[i] = after;
    });
    return changed ?? given;
  };

  const fields = (given: Readonly<Record<string, unknown>>): object => {
    let changed: Record<string, unknown> | undefined;
    for (const key of Object.keys(given)) {
      if (key === 'at') continue;
      const after = each(given[key]);
      if (after !== given[key]) (changed ??= { ...given })[key] = after;
    }
    return changed ? Object.freeze(changed) : given;
  };

  const each = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return items(value);
    const given = 'kind' in value && typeof value.kind === 'string' ? by(value as AnyNode) : undefined;
    return given ?? fields(value as Readonly<Record<string, unknown>>);
  };
  return each(tree) as T;
};
