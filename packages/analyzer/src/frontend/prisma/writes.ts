import { and, type Assignment, deleteFrom, insert, type SelectItem, type Statement, update } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import { spanOf } from '../../flow/offsets.ts';
import { type ObjectValue, scalar } from '../../flow/value.ts';
import { elementsOf, type Given, given } from './argument.ts';
import { assigned, madeRows } from './keys.ts';
import { effectsOf, insertRow } from './nested-writes.ts';
import { readsBelow, type Rows, rowsFor, selectRows, unreadStatement } from './reads.ts';
import { allColumns } from './relation.ts';
import type { Model } from './schema/model.ts';
import { type Level, levelOf, type Scope } from './scope.ts';
import { writtenOf } from './written.ts';

export type Lowering = (scope: Scope, model: Model, args: ObjectValue, node: ts.Node) => readonly Statement[];

/** A column that two relations write: each of them may be what is written last. */
const variants = (columns: readonly Assignment[]): readonly (readonly Assignment[])[] => {
  const first = new Map<string, Assignment>();
  const last = new Map<string, Assignment>();
  for (const c of columns) {
    if (!first.has(c.column)) first.set(c.column, c);
    last.set(c.column, c);
  }
  return first.size === columns.length ? [columns] : [[...first.values()], [...last.values()]];
};

const createOne = (scope: Scope, model: Model, part: Given, args: ObjectValue, returning: (level: Level) => readonly SelectItem[]): readonly Statement[] => {
  const level = levelOf(scope, model);
  const row = writtenOf(scope, level, part);
  const effect = effectsOf(scope, level, undefined, row);
  const columns = [...row.columns, ...effect.columns];
  const rows = variants(columns).map((v) => withReturning(insertRow(level, v, part), returning(level)));
  return [...rows, ...effect.statements, ...readsBelow(scope, madeRows(level, assigned(columns), part.node), args, part.node)];
};

const withReturning = (s: Statement, returning: readonly SelectItem[]): Statement => (s.kind === 'insert' ? insert({ ...s, returning }) : s);

const create: Lowering = (scope, model, args, node) => createOne(scope, model, given(args, 'data', node), args, allColumns);

const createMany =
  (returns: boolean): Lowering =>
  (scope, model, args, node) => {
    const part = given(args, 'data', node);
    // Of a list that nobody knows an element is known as little.
    const elements = elementsOf(scope.run, part.value) ?? [{ value: part.value.kind === 'scalar' ? scalar(part.node, { taint: part.value.taint, parent: part.value, cause: part.value.cause }) : part.value }];
    return elements.flatMap(({ value }) => createOne(scope, model, { ...part, value }, args, (level) => (returns ? allColumns(level) : [])));
  };

/** UPDATE of the rows of `where`, and what belongs to it. */
const updateRows = (scope: Scope, rows: Rows, data: Given, args: ObjectValue, returning: readonly SelectItem[]): readonly Statement[] => {
  const row = writtenOf(scope, rows.level, data);
  const effect = effectsOf(scope, rows.level, rows, row);
  const [target] = rows.from;
  const where = and({ args: rows.where });
  const statement = (set: readonly Assignment[]): Statement => (target ? update({ target, set, from: [], where, returning, at: spanOf(data.node) }) : unreadStatement('the table is not known', data.node));
  const columns = [...row.columns, ...effect.columns];
  // Without anything to write the row is read all the same.
  const main = columns.length === 0 ? [selectRows(scope, rows, { kind: 'object', entries: [] }, data.node)] : variants(columns).map(statement);
  return [...main, ...effect.statements, ...readsBelow(scope, rows, args, data.node)];
};

const updateLowering =
  (returns: boolean): Lowering =>
  (scope, model, args, node) => {
    const rows = rowsFor(scope, levelOf(scope, model), args, node);
    return updateRows(scope, rows, given(args, 'data', node), args, returns ? allColumns(rows.level) : []);
  };

/** Either a row is found and changed, or one is made; or both in one statement, of which the update has the same condition. */
const upsert: Lowering = (scope, model, args, node) => {
  const rows = rowsFor(scope, levelOf(scope, model), args, node);
  const made = createOne(scope, model, given(args, 'create', node), { kind: 'object', entries: [] }, allColumns);
  return [selectRows(scope, rows, { kind: 'object', entries: [] }, node), ...updateRows(scope, rows, given(args, 'update', node), args, allColumns(rows.level)), ...made];
};

const remove =
  (returns: boolean): Lowering =>
  (scope, model, args, node) => {
    const rows = rowsFor(scope, levelOf(scope, model), args, node);
    const [target] = rows.from;
    if (!target) return [];
    const returning = returns ? allColumns(rows.level) : [];
    return [deleteFrom({ target, using: [], where: and({ args: rows.where }), returning, at: spanOf(node) }), ...readsBelow(scope, rows, args, node)];
  };

export const writeMethods: Readonly<Record<string, Lowering>> = {
  create,
  createMany: createMany(false),
  createManyAndReturn: createMany(true),
  update: updateLowering(true),
  updateMany: updateLowering(false),
  updateManyAndReturn: updateLowering(true),
  upsert,
  delete: remove(true),
  deleteMany: remove(false),
};

