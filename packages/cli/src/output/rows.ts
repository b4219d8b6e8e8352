import type { ExplainedOutcome, ExplainedRows } from '@tenantscope/core';
import type { CounterExample, Observation } from '@tenantscope/oracle';

/** Where a row lies on disk, which is part of how the oracle tells one that was written anew. */
const place = /^(\S+ )\d+\(\d+,\d+\)/;

const changedRows = (from: string, to: string): readonly string[] => {
  const kept = new Set(to.split('\n'));
  return from.split('\n').filter((line) => line !== '' && !kept.has(line)).map((line) => line.replace(place, '$1'));
};

const outcomeOf = (o: Observation): ExplainedOutcome => {
  if (o.status === 'error') return { result: [`error: ${o.message}`], before: [], after: [], own: [] };
  const lines = (text: string): readonly string[] => text.split('\n').filter((l) => l !== '');
  return { result: lines(o.result), before: changedRows(o.othersBefore, o.others), after: changedRows(o.others, o.othersBefore), own: lines(o.own) };
};

/** A counter-example as the report shows it. */
export const rowsOf = ({ kind, sql, tenants, tables, one, two }: CounterExample): ExplainedRows => ({
  kind,
  sql,
  tenants,
  tables: tables.map((t) => ({ ...t, rows: t.rows.map((r) => ({ ...r, in: { both: 'both', one: '1', two: '2' }[r.in] })) })),
  one: outcomeOf(one),
  two: outcomeOf(two),
});
