import type { TableModel } from '../model/model.ts';
import type { InsertStatement, OnConflict } from '../query/statement/insert.ts';
import type { ValuesQuery } from '../query/statement/query.ts';
import { columnTerm, inexact, ownerState } from './columns.ts';
import { type Filling, cellWords, judgeCell, unvouched } from './cell.ts';
import { openWith } from './cte.ts';
import { noExit, settleLevel } from './demand.ts';
import { checkEffects } from './effects.ts';
import { factsOf } from './facts.ts';
import { checkFilled } from './fill.ts';
import { demandOwned } from './from.ts';
import { inspect, inspectItems } from './inspect.ts';
import { contextOf, type Env, type Level, openLevel } from './level.ts';
import { outputOf, project } from './query.ts';
import { resolve } from './resolve.ts';
import { finish, makeBinding, refuse, type Session } from './session.ts';
import { bindTarget, checkAssignments, reportValue, type Requirement, requirementsOf } from './target.ts';
import { type Finding, judgeColumn, unlessAbsent, worstFinding } from './value.ts';
import { unknownOutput, type Binding, type Edge, type Output } from './structure.ts';

interface Write {
  readonly session: Session;
  readonly level: Level;
  readonly table: TableModel;
  readonly statement: InsertStatement;
}

const filling = ({ session, level, table }: Write): Filling => ({ session, level, table, context: contextOf(level), present: [] });

const checkRows = (write: Write, source: ValuesQuery, names: readonly string[], requirements: readonly Requirement[]): Finding => {
  const { session, level, table, statement } = write;
  for (const row of source.rows) for (const e of row) inspect(session, level, e);
  return worstFinding(
    requirements.flatMap((r) => {
      const index = names.indexOf(r.column);
      return source.rows.map((row) => {
        const cell = index < 0 ? undefined : row[index];
        return reportValue(session, table, r, judgeCell(filling(write), r, cell), cellWords(table, r.column, cell), cell?.at ?? source.at ?? statement.at);
      });
    }),
  );
};

const checkQuery = (write: Write, output: Output, names: readonly string[], requirements: readonly Requirement[]): Finding => {
  const { session, table, statement } = write;
  for (const pending of output.pending) finish(session, pending);
  return worstFinding(
    requirements.map((r) => {
      const index = names.indexOf(r.column);
      const column = index < 0 ? judgeCell(filling(write), r, undefined) : judgeColumn(output, index, r.tag);
      const finding = index >= 0 && output.facts(index).absent === true ? unlessAbsent(table, r, column) : column;
      const words = index < 0 ? cellWords(table, r.column, undefined) : unvouched(table, `the query’s value for ${r.column} is not tied to the trusted tenant`);
      return reportValue(session, table, r, finding, words, statement.source?.at ?? statement.at);
    }),
  );
};

const columnsOf = ({ session, table, statement }: Write): readonly string[] | undefined => {
  const names = statement.columns ?? (table.columns && [...table.columns.keys()]);
  if (!names && statement.source)
    refuse(session, { verdict: 'unproven', rule: 'unproven-column', message: `which columns of ${table.key} the row fills is not known`, why: 'the statement has no column list and the table’s columns are not known', table: table.key, at: statement.at });
  return names;
};

const isPlainValues = (source: InsertStatement['source']): source is ValuesQuery =>
  source?.kind === 'values' && !source.with && !source.limit && !source.offset;

const unread: Finding = { kind: 'doubtful', cause: { rule: 'unproven-column', why: 'which columns the row fills is not known' } };

/** Whether every inserted row is stamped; reports those that are not. */
const checkSource = (write: Write): Finding => {
  const { session, level, statement, table } = write;
  const { source } = statement;
  const requirements = requirementsOf(session, table);
  if (!source)
    return worstFinding(requirements.map((r) => reportValue(session, table, r, judgeCell(filling(write), r, undefined), cellWords(table, r.column, undefined), statement.at)));
  const output = isPlainValues(source) ? undefined : session.query(source, level.parent, level.env).output;
  const names = columnsOf(write);
  if (!names) return unread;
  if (output) return checkQuery(write, output, names, requirements);
  return isPlainValues(source) ? checkRows(write, source, names, requirements) : unread;
};

/** Whether the row gets the column's default: the statement names it not, or says DEFAULT. */
const isDefaulted = ({ statement: { columns, source }, table }: Write, name: string): boolean => {
  const rows = isPlainValues(source) ? source.rows : undefined;
  const names = columns ?? (rows && table.columns ? [...table.columns.keys()].slice(0, Math.min(...rows.map((r) => r.length))) : []);
  const index = names.indexOf(name);
  return index < 0 || rows?.some((row) => row[index]?.kind === 'default') === true;
};

const conflictColumns = (table: TableModel, target: OnConflict['target']): readonly string[] | undefined => {
  if (target?.kind === 'columns') return target.columns;
  return target?.kind === 'constraint' ? table.uniques.find((u) => u.name === target.name)?.columns : undefined;
};

const stamp = (binding: Binding, table: TableModel, stamped: Finding, says: string): readonly Edge[] => {
  const owner = ownerState(binding, table);
  if (!owner || stamped.kind === 'refuted') return [];
  return [{ kind: 'tagged', a: owner.term, tag: owner.tag, guard: undefined, cause: stamped.kind === 'doubtful' ? stamped.cause : undefined, says }];
};

/** With one row, EXCLUDED's owner is the very value that was inserted. */
const insertedOwner = ({ session, level, table, statement }: Write, excluded: Binding): readonly Edge[] => {
  const owner = ownerState(excluded, table)?.term;
  const { source } = statement;
  const names = statement.columns ?? (table.columns ? [...table.columns.keys()] : []);
  const value = source?.kind === 'values' && source.rows.length === 1 ? source.rows[0]?.[names.indexOf(owner?.source?.column ?? '')] : undefined;
  if (!owner || !value || value.kind === 'default') return [];
  const { terms, cause } = resolve(session, level, value);
  return terms.map((b): Edge => ({ kind: 'equal', a: owner, b, strict: false, guard: undefined, cause, says: `${owner.label} is ${b.label}` }));
};

/** ON CONFLICT DO UPDATE: the row in conflict may be anybody's, unless the conflict target or WHERE ties it to the tenant. */
const checkConflict = (write: Write, target: Binding, stamped: Finding): void => {
  const { session, table, statement } = write;
  const conflict = statement.onConflict;
  if (!conflict?.update) return;
  const level = openLevel(write.level.parent, write.level.env);
  const own: Binding = { ...target, facts: level.edges, terms: new Map(), at: conflict.at ?? target.at };
  level.bindings.push(own);
  const excluded = makeBinding(session, level, { alias: 'excluded', source: target.source, columns: target.columns });
  level.bindings.push(excluded);
  level.edges.push(...stamp(excluded, table, stamped, 'the inserted row carries the tenant'));
  const columns = conflictColumns(table, conflict.target);
  for (const c of columns ?? []) {
    const a = columnTerm(own, c);
    const b = columnTerm(excluded, c);
    level.edges.push({ kind: 'equal', a, b, strict: true, guard: undefined, cause: inexact(a), says: `${a.label} = ${b.label} (conflict target)` });
  }
  level.edges.push(...insertedOwner(write, excluded));
  if (!columns && conflict.target?.kind === 'constraint')
    level.edges.push({ kind: 'never', guard: undefined, cause: { rule: 'unproven-column', why: `the columns of the constraint ${conflict.target.name} are not known`, at: conflict.at } });
  const { set, where } = conflict.update;
  if (where) level.edges.push(...factsOf({ session, level, guard: undefined, clause: 'ON CONFLICT … WHERE' }, where, true));
  inspect(session, level, where);
  for (const { value } of set) inspect(session, level, value);
  demandOwned(level, own, table, 'upsert');
  const pending = settleLevel(session, level, noExit);
  for (const p of pending)
    finish(session, p.notes.length > 0 ? p : { ...p, notes: [`the conflict target (${columns?.join(', ') ?? 'unknown'}) does not include the tenant column and no WHERE restricts the row`] });
  checkAssignments(session, level, { table, binding: own }, set, contextOf(level));
};

/** Decides an INSERT; the output is what RETURNING passes on. */
export const writeInsert = (session: Session, statement: InsertStatement, parent: Level | undefined, outer: Env | undefined): Output => {
  const level = openLevel(parent, openWith(session, statement.with, parent, outer));
  const target = bindTarget(session, level, statement.target);
  if (!target) {
    if (statement.source) for (const p of session.query(statement.source, parent, level.env).output.pending) finish(session, p);
    return unknownOutput;
  }
  // The values are evaluated before there is a row: they do not see the target.
  const rowless = openLevel(parent, level.env);
  const write: Write = { session, level: rowless, table: target.table, statement };
  const stamped = checkSource(write);
  checkEffects(session, target.table, { event: 'insert' }, target.binding.at);
  checkFilled(session, rowless, target.table, (c) => isDefaulted(write, c.name));
  for (const p of settleLevel(session, rowless, noExit)) finish(session, p);
  checkConflict(write, target.binding, stamped);
  level.edges.push(...stamp(target.binding, target.table, stamped, 'the written row carries the tenant'));
  inspectItems(session, level, statement.returning);
  for (const p of settleLevel(session, level, noExit)) finish(session, p);
  return outputOf(level, project(session, level, statement.returning), []);
};
