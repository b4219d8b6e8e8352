import type { Node } from 'libpg-query';

/** Calls `visit` on a value of the parse tree and everything below it; `false` keeps it from going deeper. */
export const walkTree = (value: unknown, visit: (node: Node) => boolean | undefined): void => {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) walkTree(item, visit);
    return;
  }
  if (visit(value as Node) !== false) for (const below of Object.values(value)) walkTree(below, visit);
};
