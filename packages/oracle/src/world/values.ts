import type { CatalogColumn } from './catalog.ts';
import type { Density } from './density.ts';
import type { Random } from './random.ts';

/** A value as the text of an untyped literal, which PostgreSQL reads as the type of its place. */
export type Cell = string | null;

/** Values that the statement speaks of: rows that have them meet its conditions. */
export interface Hints {
  readonly numbers: readonly number[];
  readonly texts: readonly string[];
  readonly uuids: readonly string[];
}

const whole = new Set(['int2', 'int4', 'int8', 'numeric', 'float4', 'float8', 'money', 'oid']);
const textual = new Set(['text', 'varchar', 'bpchar', 'citext', 'name', 'char']);

export const isNumber = (type: string): boolean => whole.has(type);
const isText = (type: string): boolean => textual.has(type);

/** A uuid that shows the number it stands for. */
const uuidOf = (n: number): string => `${String(Math.abs(n)).padStart(8, '0')}-0000-4000-8000-000000000000`;

const moments = ['2026-01-01', '2026-06-15', '2026-12-31'] as const;

/** Few values of each type, so that rows of different tables and tenants meet. */
const makers: Readonly<Record<string, (random: Random) => string>> = {
  bool: (r) => r.pick(['true', 'false']),
  date: (r) => r.pick(moments),
  timestamp: (r) => `${r.pick(moments)} 12:00:00`,
  timestamptz: (r) => `${r.pick(moments)} 12:00:00+00`,
  time: (r) => r.pick(['08:00', '12:00']),
  timetz: (r) => r.pick(['08:00+00', '12:00+00']),
  interval: (r) => r.pick(['1 hour', '1 day']),
  json: (r) => r.pick(['{}', '{"a": 1}', '{"a": 2}']),
  jsonb: (r) => r.pick(['{}', '{"a": 1}', '{"a": 2}']),
  bytea: (r) => r.pick(['\\x00', '\\x01']),
  inet: (r) => r.pick(['10.0.0.1', '10.0.0.2']),
  tsvector: (r) => r.pick(['a', 'b']),
  xml: () => '<a/>',
};

/** What the values of a database are drawn from. */
export interface Source {
  readonly density: Density;
  readonly hints: Hints;
}

const element = (type: string, random: Random, { density, hints }: Source, keys: readonly number[] | undefined): string => {
  const numbers = keys ?? density.numbers;
  if (isNumber(type)) return String(random.pick([...numbers, ...hints.numbers]));
  if (isText(type) && keys && random.chance(50)) return `${random.pick(keys)}k`;
  if (isText(type)) return random.pick([...density.words, ...hints.texts, ...hints.texts]);
  if (type === 'uuid') return random.chance(65) && hints.uuids.length > 0 ? random.pick(hints.uuids) : uuidOf(random.pick(numbers));
  return makers[type]?.(random) ?? random.pick(density.words);
};

/** An array as the text of a literal. */
export const arrayOf = (items: readonly Cell[]): string =>
  `{${items.map((i) => (i === null ? 'NULL' : `"${i.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`)).join(',')}}`;

/** Some value for a column; NULL now and then where the column allows it. `keys`: numbers for a key that needs room for many rows. */
export const cellFor = (column: CatalogColumn, random: Random, source: Source, keys?: readonly number[]): Cell => {
  if (!column.notNull && random.chance(source.density.nulls)) return null;
  if (column.values) return random.pick(column.values);
  if (!column.type.startsWith('_')) return element(column.type, random, source, keys).slice(0, isText(column.type) ? (column.length ?? undefined) : undefined);
  return arrayOf(Array.from({ length: random.below(3) }, () => element(column.type.slice(1), random, source, undefined)));
};
