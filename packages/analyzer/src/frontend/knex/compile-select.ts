import { conditions, whereOf } from './conditions.ts';
import type { Draft, Join } from './draft.ts';
import { after, joined, type Pieces, type Printer, t } from './pieces.ts';
import { tableOf, withOf } from './table.ts';

const isOnlyUnions = (draft: Draft): boolean => draft.unions.length > 0 && draft.table === undefined && (draft.columns.length === 0 || draft.columns[0]?.kind !== 'analytic');

const columnsOf = (p: Printer, draft: Draft): Pieces => {
  const on = draft.columns.findLast((c) => c.kind === 'distinct on' || c.kind === 'distinct');
  const distinct = on === undefined ? [] : on.kind === 'distinct' ? [t('distinct ')] : [t('distinct on ('), ...p.print(on.parts), t(') ')];
  const items = joined(draft.columns.filter((c) => c.kind !== 'distinct on').map((c) => p.print(c.parts)), ', ');
  const from = tableOf(p, draft);
  return [t('select '), ...distinct, ...(items.length === 0 ? [t('*')] : items), ...(from.length === 0 ? [] : [t(draft.only ? ' from only ' : ' from '), ...from])];
};

const onOf = (p: Printer, join: Join): Pieces => {
  if (join.using) return [t(' using ('), ...p.print(join.using), t(')')];
  return after(' on ', conditions(p, join.clauses, { problems: [] }));
};

const joinOf = (p: Printer, join: Join): Pieces => {
  const table = p.print(join.table);
  return join.type === undefined ? [t(' '), ...table] : [t(` ${join.type} join `), ...table, ...onOf(p, join)];
};

const unionsOf = (p: Printer, draft: Draft, isOnly: boolean): Pieces =>
  draft.unions.flatMap(({ clause, parts, wrap }, i) => {
    const pieces = p.print(parts);
    return [t(i > 0 || !isOnly ? ` ${clause} ` : ''), ...(wrap ? [t('('), ...pieces, t(')')] : pieces)];
  });

const endOf = (p: Printer, draft: Draft): Pieces => [
  ...after(' group by ', joined(draft.groups.map((g) => p.print(g)), ', ')),
  ...after(' having ', conditions(p, draft.having, draft)),
  ...after(' order by ', joined(draft.orders.map((o) => p.print(o)), ', ')),
  ...after(' limit ', draft.limit ? p.print(draft.limit) : []),
  ...after(' offset ', draft.offset ? p.print(draft.offset) : []),
  ...after(' ', draft.lock ? p.print(draft.lock) : []),
  ...(draft.wait === undefined ? [] : [t(` ${draft.wait}`)]),
];

/** A SELECT, as Knex prints it. */
export const compileSelect = (p: Printer, draft: Draft): Pieces => {
  const isOnly = isOnlyUnions(draft);
  const wrap = draft.unions.some((u) => u.wrap);
  const first = [...(isOnly ? [] : columnsOf(p, draft)), ...draft.joins.flatMap((j) => joinOf(p, j)), ...whereOf(p, draft)];
  if (isOnly) return [...withOf(p, draft), ...unionsOf(p, draft, true), ...first, ...endOf(p, draft)];
  return [...withOf(p, draft), ...(wrap ? [t('('), ...first, t(')')] : first), ...unionsOf(p, draft, false), ...endOf(p, draft)];
};
