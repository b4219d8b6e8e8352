import type { Draft } from './draft.ts';
import { joined, type Pieces, type Printer, quoted, t } from './pieces.ts';

/** The table with its schema, as Knex quotes it. */
export const tableOf = (p: Printer, { table, schema }: Pick<Draft, 'table' | 'schema'>): Pieces => {
  if (table === undefined) return [];
  if (typeof table !== 'string') return p.print(table);
  return [quoted(schema === undefined ? table : `${schema}.${table}`)];
};

export const withOf = (p: Printer, draft: Draft): Pieces =>
  draft.ctes.length === 0 ? [] : [t(draft.ctes.some((c) => c.recursive) ? 'with recursive ' : 'with '), ...joined(draft.ctes.map((c) => p.print(c.parts)), ', '), t(' ')];
