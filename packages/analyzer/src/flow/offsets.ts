import type { Span } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import type { TextFile } from './text-file.ts';

/**
 * Spans of the query IR are plain offsets, but a query may be put together from several files.
 * So each file gets a range of its own in one number line.
 */
let bases = new WeakMap<TextFile, number>();
let spans = new WeakMap<ts.Node, Span>();
const files: { base: number; file: TextFile }[] = [];
/** Nothing stands at 0: that is the span of what is written nowhere. */
const first = 1;
let next = first;

const baseOf = (file: TextFile): number => {
  let base = bases.get(file);
  if (base === undefined) {
    base = next;
    next += file.end + 1;
    bases.set(file, base);
    files.push({ base, file });
  }
  return base;
};

export const globalOffset = (file: TextFile, position: number): number => baseOf(file) + position;

export const spanOf = (node: ts.Node): Span => {
  if (node.pos < 0) return { start: 0, end: 0 };
  const known = spans.get(node);
  if (known) return known;
  const file = node.getSourceFile();
  const base = baseOf(file);
  const span = { start: base + node.getStart(file), end: base + node.end };
  spans.set(node, span);
  return span;
};

/** The file a span lies in, and its offsets there. */
export const locate = (span: Span): { readonly file: TextFile; readonly start: number; readonly end: number } | undefined => {
  let low = 0;
  let high = files.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((files[middle]?.base ?? 0) <= span.start) low = middle;
    else high = middle - 1;
  }
  const found = files[low];
  if (found && span.start < found.base) return undefined;
  return found && { file: found.file, start: span.start - found.base, end: Math.min(span.end - found.base, found.file.end) };
};

/** Forgets the files of an analysis that is over. */
export const resetOffsets = (): void => {
  files.length = 0;
  bases = new WeakMap();
  spans = new WeakMap();
  next = first;
};
