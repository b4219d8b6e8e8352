import type { Expr, Query } from '@tenantscope/core';

/** A stretch of SQL text, an expression or query put into it, or text nobody knows. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly at?: number | undefined }
  /** A complete expression, such as a bound value. */
  | { readonly kind: 'expression'; readonly expr: Expr }
  /** A sub-query: builders put parentheses around it. */
  | { readonly kind: 'query'; readonly query: Query }
  | { readonly kind: 'hole'; readonly rule: string; readonly cause: string };

export const textPiece = (text: string, at?: number): Piece => ({ kind: 'text', text, at });

/** `"a"."b"`, as builders quote identifiers. */
export const identifierText = (parts: readonly string[]): string => parts.map((p) => `"${p.replaceAll('"', '""')}"`).join('.');
