import { opaque, opaqueRelation, opaqueStatement, type Expr, type Span, type Statement } from '@tenantscope/core';
import type { Assembled } from './assemble.ts';

interface Substitution {
  readonly assembled: Assembled;
  readonly fallback: Span;
  /** `$1` of the text → expression. */
  readonly parameter: (key: string) => Expr | undefined;
  /** Set when unknown text stands where it cannot be contained. */
  stray: { readonly rule: string; readonly cause: string } | undefined;
}

type Plain = { readonly [key: string]: unknown };
const isObject = (v: unknown): v is Plain => typeof v === 'object' && v !== null;

const queryIn = (s: Substitution, node: Plain): unknown => {
  if (node['kind'] !== 'select' || !Array.isArray(node['items']) || node['items'].length !== 1) return undefined;
  const item: unknown = node['items'][0];
  const expr = isObject(item) ? item['expr'] : undefined;
  if (!isObject(expr) || expr['kind'] !== 'column' || !Array.isArray(expr['path'])) return undefined;
  return s.assembled.queries.get(String(expr['path'][0]));
};

/** Unknown text that was read as a table or a column becomes an opaque one. */
const holeIn = (s: Substitution, node: Plain): unknown => {
  const at = isObject(node['at']) ? s.assembled.spanOf(node['at'] as unknown as Span, s.fallback) : s.fallback;
  if (node['kind'] === 'table') {
    const hole = s.assembled.holes.get(String(node['name'])) ?? s.assembled.holes.get(String(node['schema']));
    return hole && opaqueRelation({ rule: hole.rule === 'unproven-fragment' ? hole.rule : 'unproven-flow', cause: hole.cause, alias: node['alias'] as string | undefined, at });
  }
  if (node['kind'] !== 'column' || !Array.isArray(node['path'])) return undefined;
  const hole = node['path'].map((p) => s.assembled.holes.get(String(p))).find((h) => h !== undefined);
  return hole && opaque({ rule: 'unproven-fragment', cause: hole.cause, args: [], at });
};

/** A table that is written, or taken as a whole, is the subject of the statement: nothing is known of it without the name. */
const loseSubject = (s: Substitution, key: string, part: unknown): void => {
  if (key !== 'target' && key !== 'tables') return;
  for (const table of Array.isArray(part) ? part : [part]) {
    if (!isObject(table) || table['kind'] !== 'table') continue;
    s.stray ??= s.assembled.holes.get(String(table['name'])) ?? s.assembled.holes.get(String(table['schema']));
  }
};

const rewrite = (s: Substitution, value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((v) => rewrite(s, v));
  if (typeof value === 'string') {
    if (value.includes('__hole_')) s.stray ??= s.assembled.holes.get(value) ?? [...s.assembled.holes.values()][0];
    return value;
  }
  if (!isObject(value)) return value;
  if (value['kind'] === 'param') {
    const key = String(value['key']);
    const found = s.assembled.expressions.get(key) ?? s.parameter(key);
    if (found) return found;
  }
  const replaced = queryIn(s, value) ?? holeIn(s, value);
  if (replaced !== undefined) return replaced;
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const part = value[key];
    loseSubject(s, key, part);
    if (key === 'at') result[key] = isObject(part) ? s.assembled.spanOf(part as unknown as Span, s.fallback) : part;
    else result[key] = key === 'kind' ? part : rewrite(s, part);
  }
  return Object.freeze(result);
};

/** Puts what the stand-ins stood for back into a node that was read from assembled text, with spans in the file. */
export const substitute = <T>(
  node: T,
  assembled: Assembled,
  fallback: Span,
  parameter: (key: string) => Expr | undefined,
): { readonly node: T; readonly stray: { readonly rule: string; readonly cause: string } | undefined } => {
  const s: Substitution = { assembled, fallback, parameter, stray: undefined };
  const rewritten = rewrite(s, node) as T;
  return { node: rewritten, stray: s.stray };
};

export const strayStatement = (stray: { readonly cause: string }, at: Span): Statement =>
  opaqueStatement({ rule: 'unproven-fragment', cause: stray.cause, at });
