import { whereOf } from './conditions.ts';
import type { Assignment, Draft, Method, Rows } from './draft.ts';
import { name } from './identifier.ts';
import { joined, type Pieces, type Printer, quoted, t, unread } from './pieces.ts';
import { tableOf, withOf } from './table.ts';

const values = (p: Printer, { columns, rows }: Rows): Pieces => [
  t('('),
  ...joined(columns.map((c) => [quoted(c)]), ', '),
  t(') values '),
  ...joined(rows.map((row) => [t('('), ...joined(row.map((c) => p.print(c)), ', '), t(')')]), ', '),
];

const assignments = (p: Printer, list: readonly Assignment[]): Pieces => joined(list.map(({ column, parts }) => [quoted(column), t(' = '), ...p.print(parts)]), ', ');

const excluded = (columns: readonly string[]): Pieces =>
  joined(columns.map((c) => c.split('.').at(-1) ?? c).map((c) => [quoted(c), t(' = excluded.'), t(name(c) ?? '""')]), ', ');

const isAssigned = (list: readonly string[] | readonly Assignment[]): list is readonly Assignment[] => typeof list[0] === 'object';

/** `increment` and its like; what `update` says of the same column wins. */
const assigned = (draft: Draft, update: readonly Assignment[]): readonly Assignment[] => [...update, ...draft.counters.filter((c) => !update.some((u) => u.column === c.column))];

const conflictOf = (p: Printer, draft: Draft): Pieces => {
  const { conflict, insert } = draft;
  if (!conflict) return [];
  const start = [t(' on conflict '), ...p.print(conflict.target)];
  if (conflict.merge === undefined) return [...start, t(' do nothing')];
  const { merge } = conflict;
  const inserted = typeof insert === 'object' && 'columns' in insert ? excluded(insert.columns) : [unread('the columns that are merged are only known at run time')];
  const set = merge === 'inserted' ? inserted : isAssigned(merge) ? assignments(p, assigned(draft, merge)) : excluded(merge);
  return [...start, t(' do update set '), ...set, ...whereOf(p, draft)];
};

/** Knex sends nothing for an empty list of rows, and throws for an update that sets nothing. */
const nothing: Pieces = [t('select')];

const insertBody = (p: Printer, draft: Draft): Pieces => {
  const { insert = 'nothing' } = draft;
  if (insert === 'defaults') return [t('default values')];
  if (insert === 'nothing') return [];
  return 'columns' in insert ? values(p, insert) : p.print(insert.parts);
};

const returningOf = (p: Printer, { returning }: Draft): Pieces => (returning ? [t(' returning '), ...p.print(returning)] : []);

const insert = (p: Printer, draft: Draft): Pieces => {
  const body = insertBody(p, draft);
  return body.length === 0 ? nothing : [...withOf(p, draft), t('insert into '), ...tableOf(p, draft), t(' '), ...body, ...conflictOf(p, draft), ...returningOf(p, draft)];
};

const update = (p: Printer, draft: Draft): Pieces => {
  const set = assigned(draft, draft.update);
  if (set.length === 0) return nothing;
  return [
    ...withOf(p, draft),
    t(draft.only ? 'update only ' : 'update '),
    ...tableOf(p, draft),
    t(' set '),
    ...assignments(p, set),
    ...(draft.updateFrom ? [t(' from '), ...p.print(draft.updateFrom)] : []),
    ...whereOf(p, draft),
    ...returningOf(p, draft),
  ];
};

/** A DELETE takes of its joins the tables, and of their conditions the two columns: as if they were compared by `=`, joined by AND. */
const del = (p: Printer, draft: Draft): Pieces => {
  const tables = [...(draft.using ? [draft.using] : []), ...draft.joins.map((j) => j.table)].map((parts) => p.print(parts));
  const where = whereOf(p, draft);
  const pairs = joined(
    draft.joins.flatMap((j) => (j.pairs ? j.pairs.map((parts) => p.print(parts)) : [[unread('the conditions of a join are not those of the DELETE it is in')]])),
    ' and ',
  );
  return [
    ...withOf(p, draft),
    t(draft.only ? 'delete from only ' : 'delete from '),
    ...tableOf(p, draft),
    ...(tables.length === 0 ? [] : [t(' using '), ...joined(tables, ',')]),
    ...where,
    ...(pairs.length === 0 ? [] : [t(where.length === 0 ? ' where ' : ' and '), ...pairs]),
    ...returningOf(p, draft),
  ];
};

/** Statements that write, as the PostgreSQL compiler of Knex prints them. */
export const compileWrite = (p: Printer, draft: Draft, method: Method): Pieces => {
  switch (method) {
    case 'insert':
      return insert(p, draft);
    case 'update':
      return update(p, draft);
    case 'del':
      return del(p, draft);
    default:
      return [t('truncate '), ...tableOf(p, draft), t(' restart identity')];
  }
};
