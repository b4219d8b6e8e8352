import type { Expr, Query, Span } from '@tenantscope/core';
import type { Piece } from './piece.ts';

/** SQL text with stand-ins for what is not text, and the way back. */
export interface Assembled {
  readonly text: string;
  readonly expressions: ReadonlyMap<string, Expr>;
  readonly queries: ReadonlyMap<string, Query>;
  readonly holes: ReadonlyMap<string, { readonly rule: string; readonly cause: string }>;
  /** Maps a span of the text to the file; `fallback` where the text does not stand in it as it is. */
  readonly spanOf: (span: Span, fallback: Span) => Span;
}

/** Stand-ins for expressions are parameters with numbers no query reaches. */
const firstParameter = 60_000;

interface Segment {
  readonly start: number;
  readonly length: number;
  readonly at: number | undefined;
}

const originalOffset = (segments: readonly Segment[], offset: number): number | undefined => {
  const segment = segments.find((s) => offset >= s.start && offset < s.start + s.length);
  return segment?.at === undefined ? undefined : segment.at + (offset - segment.start);
};

const mapper = (segments: readonly Segment[]) => (span: Span, fallback: Span): Span => {
  const start = originalOffset(segments, span.start);
  const end = span.end > span.start ? originalOffset(segments, span.end - 1) : start;
  return start === undefined || end === undefined || end < start ? fallback : { start, end: end + 1 };
};

let counter = 0;

/** Puts pieces together to text that PostgreSQL's grammar can read. */
export const assemble = (pieces: readonly Piece[]): Assembled => {
  const expressions = new Map<string, Expr>();
  const queries = new Map<string, Query>();
  const holes = new Map<string, { rule: string; cause: string }>();
  const segments: Segment[] = [];
  let text = '';
  const add = (part: string, at?: number): void => {
    segments.push({ start: text.length, length: part.length, at });
    text += part;
  };
  for (const piece of pieces) {
    if (piece.kind === 'text') add(piece.text, piece.at);
    else if (piece.kind === 'expression') {
      const key = `$${firstParameter + expressions.size}`;
      expressions.set(key, piece.expr);
      add(key);
    } else if (piece.kind === 'query') {
      const key = `__query_${++counter}`;
      queries.set(key, piece.query);
      add(`(select ${key})`);
    } else {
      const key = `__hole_${++counter}`;
      holes.set(key, piece);
      add(key);
    }
  }
  return { text, expressions, queries, holes, spanOf: mapper(segments) };
};
