import type { ts } from 'ts-morph';
import { identifierText, type Piece, textPiece } from '../sql-text/piece.ts';
import type { ColumnValue } from './table.ts';

/**
 * What a `SQL` object of Drizzle is made of. Columns are kept as such until a query is printed: the name of one depends on the
 * handle, and where it stands decides whether its table is named.
 */
export type Part =
  | Piece
  | { readonly kind: 'column'; readonly column: ColumnValue }
  /** Another `SQL` object in it. */
  | { readonly kind: 'sql'; readonly parts: readonly Part[] }
  /** Something with a text of its own: sub-queries, lists. */
  | { readonly kind: 'closed'; readonly parts: readonly Part[] }
  | { readonly kind: 'placeholder'; readonly name: string | undefined; readonly node: ts.Node };

/** How the handle that a query is made with names columns that are declared without a name. */
export type Casing = 'none' | 'snake_case' | 'camelCase' | 'unknown';

/** What a query is printed for. */
export interface Print {
  readonly columnName: (column: ColumnValue) => string;
  readonly placeholder?: ((name: string | undefined, node: ts.Node) => Piece) | undefined;
}

export const text = (value: string): Part => textPiece(value);
export const name = (...parts: readonly string[]): Part => textPiece(identifierText(parts));
export const hole = (cause: string, rule = 'unproven-flow'): Part => ({ kind: 'hole', rule, cause });
export const closed = (parts: readonly Part[]): Part => ({ kind: 'closed', parts });

export const separated = (lists: readonly (readonly Part[])[], separator: string): readonly Part[] => lists.flatMap((l, i) => (i === 0 ? l : [text(separator), ...l]));

const unfilled = (node: ts.Node, placeholder: string | undefined): Piece => ({ kind: 'hole', rule: 'unproven-value', cause: `what the placeholder ${placeholder ?? node.getText()} is filled with is not known` });

/** The columns of one query level without their table, as in the select list of a query without joins: only those that stand in it directly. */
export const withoutTable = (parts: readonly Part[]): readonly Part[] => parts.map((p) => (p.kind === 'column' ? { kind: 'column', column: p.column.bare() } : p));

/** The columns under the alias of a relational query. */
export const underAlias = (parts: readonly Part[], alias: string): readonly Part[] =>
  parts.map((p) => {
    if (p.kind === 'column') return { kind: 'column', column: p.column.under(alias) };
    return p.kind === 'sql' ? { ...p, parts: underAlias(p.parts, alias) } : p;
  });

/** The text of parts. */
export const print = (parts: readonly Part[], how: Print): readonly Piece[] =>
  parts.flatMap((p): readonly Piece[] => {
    switch (p.kind) {
      case 'column':
        return [textPiece(identifierText([...p.column.qualifier, how.columnName(p.column)]))];
      case 'sql':
      case 'closed':
        return print(p.parts, how);
      case 'placeholder':
        return [how.placeholder?.(p.name, p.node) ?? unfilled(p.node, p.name)];
      default:
        return [p];
    }
  });
