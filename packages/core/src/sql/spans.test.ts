import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlReader, readSql } from './read.ts';

beforeAll(loadSqlReader);

/** The text under every span of a value, with the kind of node it belongs to. */
const spans = (text: string, value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap((v) => spans(text, v));
  if (typeof value !== 'object' || value === null) return [];
  const { kind, at } = value as { kind?: string; at?: { start: number; end: number } };
  const own = at ? [`${kind ?? 'set'}: ${text.slice(at.start, at.end)}`] : [];
  return [...own, ...Object.values(value).flatMap((v) => spans(text, v))];
};

const expressionsOf = (text: string): readonly string[] =>
  readSql(text).statements.flatMap((s) => spans(text, s.statement)).filter((s) => !s.startsWith('select: '));

describe('spans', () => {
  it.each([
    ['select o . id, "A b"."c" from public.o', ['column: o . id', 'column: "A b"."c"', 'table: public.o']],
    ['select 1 from "é"."ü" as "x y", p /* c */ q where q.a = 1', ['constant: 1', 'table: "é"."ü" as "x y"', 'table: p /* c */ q', 'compare: q.a = 1', 'column: q.a', 'constant: 1']],
    ['select 1 from only (o) x', ['constant: 1', 'table: o']],
    ["select '😀' || a", ["operator: '😀' || a", "constant: '😀'", 'column: a']],
    ["select 'it''s', e'a\\'b', $x$ y $x$, 1.5e3, $12", ["constant: 'it''s'", "constant: e'a\\'b'", 'constant: $x$ y $x$', 'constant: 1.5e3', 'param: $12']],
    ['select f(a, (b)), count(*), now()', ['call: f(a, (b))', 'column: a', 'column: b', 'call: count(*)', 'call: now()']],
    ['select a::numeric(10, 2)', ['cast: a::numeric', 'column: a']],
    ['select a in (1, 2) and not b is null', ['and: a in (1, 2 and not b is'.replace('2 and', '2) and'), 'in-list: a in (1, 2', 'column: a', 'constant: 1', 'constant: 2', 'not: not b is', 'test: b is', 'column: b']],
    ['select a in (select b from o)', ['subquery: a in (select b from o)', 'column: b', 'table: o', 'column: a']],
    ['select exists (select 1)', ['subquery: exists (select 1)', 'constant: 1']],
    ['update o set a = 1, "b" = c', ['update: update o set a = 1, "b" = c', 'table: o', 'set: a', 'constant: 1', 'set: "b"', 'column: c']],
    ['-- é\nselect a; select b', ['column: a', 'column: b']],
  ])('%s', (text, expected) => {
    expect(expressionsOf(text)).toEqual(expected);
  });
});
