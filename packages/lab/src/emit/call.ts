import type { CallExpr, Window } from '@tenantscope/core';
import { list, quoted } from './code.ts';
import { conditionCalls } from './condition.ts';
import { reference } from './operand.ts';
import type { Writer } from './writer.ts';

const methods = new Set(['avg', 'count', 'max', 'min', 'sum']);
const aggregates = new Set([...methods, 'array_agg', 'bool_and', 'bool_or', 'string_agg', 'json_agg', 'row_number', 'rank', 'dense_rank', 'lag', 'lead', 'first_value', 'last_value']);
const plain = /^[a-z_][a-z0-9_]*$/;
/** Written without brackets, or with words between their arguments. */
const special = new Set(['current_date', 'current_time', 'current_timestamp', 'localtime', 'localtimestamp', 'current_role', 'current_user', 'user', 'session_user', 'current_catalog', 'current_schema', 'row', 'any', 'all', 'exists', 'array']);

const windowCall = (to: Writer, w: Window): string => {
  const parts = w.partitionBy.map((e) => reference(to, e));
  const partition = parts.length === 0 ? '' : parts.length > 1 || to.choose(2) === 0 ? `.partitionBy([${list(parts)}])` : `.partitionBy(${parts[0] ?? ''})`;
  const order = w.orderBy.map((e) => `.orderBy(${reference(to, e)}${['', ", 'desc'"][to.choose(2)] ?? ''})`).join('');
  return partition === '' && order === '' ? '.over()' : `.over((ob) => ob${partition}${order})`;
};

const start = (to: Writer, e: CallExpr, name: string): string => {
  if (e.star) return 'eb.fn.countAll()';
  const args = e.args.map((a) => reference(to, a));
  if (methods.has(name) && args.length === 1 && to.choose(4) > 0) return `eb.fn.${name}(${args[0] ?? ''})`;
  if (name === 'coalesce' && args.length > 0 && to.choose(4) > 0) return `eb.fn.coalesce(${list(args)})`;
  if (aggregates.has(name)) return `eb.fn.agg(${quoted(name)}${args.length === 0 ? '' : `, [${list(args)}]`})`;
  return `eb.fn(${quoted(e.name.join('.'))}${args.length === 0 && to.choose(2) === 0 ? '' : `, [${list(args)}]`})`;
};

/** A call of a function; undefined when its clauses or its name have no builder. */
export const callOf = (to: Writer, e: CallExpr): string | undefined => {
  const [name = ''] = e.name;
  const decorated = e.distinct === true || e.orderBy !== undefined || e.filter !== undefined || e.over !== undefined;
  if (!e.name.every((n) => plain.test(n)) || e.name[0] === 'pg_catalog' || special.has(name)) return undefined;
  if (decorated && !(e.name.length === 1 && aggregates.has(name))) return undefined;
  if (e.over && (e.over.frame || e.over.name !== undefined)) return undefined;
  if (e.star && name !== 'count') return undefined;
  if (e.args.some((a) => a.kind === 'operator' && (a.op === 'variadic' || a.op === '=>' || a.op === 'whole row'))) return undefined;
  return [
    start(to, e, name),
    e.distinct ? '.distinct()' : '',
    (e.orderBy ?? []).map((o) => `.orderBy(${reference(to, o)})`).join(''),
    conditionCalls(to, 'filterWhere', e.filter),
    e.over ? windowCall(to, e.over) : '',
  ].join('');
};
