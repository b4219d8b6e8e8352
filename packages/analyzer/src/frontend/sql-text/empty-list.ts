import { readSql, type Span } from '@tenantscope/core';
import type { Assembled } from './assemble.ts';

const emptyList = /\bin\s*\(\s*(?=\))/gi;
const filling = 'null';

const isUnread = (text: string): boolean => readSql(text).statements.some(({ statement }) => statement.kind === 'opaque-statement');

/**
 * `id in ()` is what a list without elements is joined to, and no PostgreSQL accepts it: what is sent then does nothing. It is read as
 * `id in (null)`, which is never true, so that the other lengths of the list decide. Text that has another fault stays as it is.
 */
export const withEmptyLists = (assembled: Assembled): Assembled => {
  const places = [...assembled.text.matchAll(emptyList)].map((m) => m.index + m[0].length);
  if (places.length === 0 || !isUnread(assembled.text)) return assembled;
  const text = places.reduceRight((t, at) => `${t.slice(0, at)}${filling}${t.slice(at)}`, assembled.text);
  if (isUnread(text)) return assembled;
  // Each filling moves what stands behind it.
  const original = (offset: number): number => places.reduce((o, at) => (o <= at ? o : Math.max(at, o - filling.length)), offset);
  return { ...assembled, text, spanOf: ({ start, end }: Span, fallback) => assembled.spanOf({ start: original(start), end: original(end) }, fallback) };
};
