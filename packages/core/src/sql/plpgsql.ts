import { parsePlpgsql } from './parser.ts';

/** libpg-query's tree of PL/pgSQL: objects with one key, as the SQL tree has them. */
export type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A tree and every tree below it. */
export const treesOf = (value: unknown, into: Tree[] = []): readonly Tree[] => {
  if (Array.isArray(value)) for (const item of value) treesOf(item, into);
  if (isTree(value)) {
    into.push(value);
    for (const below of Object.values(value)) treesOf(below, into);
  }
  return into;
};

export const member = (tree: Tree, key: string): Tree | undefined => {
  const value = tree[key];
  return isTree(value) ? value : undefined;
};

/** The trees of a list; none when there is no list. */
export const list = (tree: Tree | undefined, key: string): readonly Tree[] => {
  const value = tree?.[key];
  return Array.isArray(value) ? value.filter(isTree) : [];
};

export const textOf = (tree: Tree | undefined, key: string): string | undefined => {
  const value = tree?.[key];
  return typeof value === 'string' ? value : undefined;
};

/** `name := value` is an assignment by its own parse mode; what stands before the sign holds at most subscripts. */
const assignment = /^[^:='"]*:?=/;

/** The SQL of an expression of PL/pgSQL, a whole statement. */
export const queryOf = (expression: Tree): string => {
  const query = textOf(expression, 'query') ?? '';
  const mode = Number(expression['parseMode'] ?? 0);
  if (mode === 0) return query;
  return `select ${mode >= 3 ? query.replace(assignment, '') : query}`;
};

/** The function that the text of a CREATE FUNCTION in PL/pgSQL makes; undefined when it cannot be read. */
export const readPlpgsql = (text: string): Tree | undefined => {
  for (const tree of treesOf(parsePlpgsql(text))) {
    const found = member(tree, 'PLpgSQL_function');
    if (found) return found;
  }
  return undefined;
};
