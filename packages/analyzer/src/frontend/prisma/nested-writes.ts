import { type Assignment, deleteFrom, type Expr, and, insert, param, select, type Statement, subquery, update } from '@tenantscope/core';
import { spanOf } from '../../flow/offsets.ts';
import { spelled } from '../../flow/origin.ts';
import { allGiven, elementsOf, type Given, given, isAbsent, settle, unknownParts } from './argument.ts';
import { fixedColumns, assigned, type Parent, parentKey } from './keys.ts';
import { type Rows, unreadStatement } from './reads.ts';
import { reach, selectFrom } from './relation.ts';
import { columnOf, type Relation } from './schema/model.ts';
import { columnAt, type Level, levelOf, type Scope, tableOf } from './scope.ts';
import { whereFilter } from './where.ts';
import { type Written, writtenOf } from './written.ts';

/** What a write of a relation adds: columns of the row itself, and statements on others. */
export interface Effect {
  readonly columns: readonly Assignment[];
  readonly statements: readonly Statement[];
}

const nothing: Effect = { columns: [], statements: [] };
const both = (effects: readonly Effect[]): Effect => ({ columns: effects.flatMap((e) => e.columns), statements: effects.flatMap((e) => e.statements) });
const unread = (cause: string, { node }: Given): Effect => ({ columns: [], statements: [unreadStatement(cause, node)] });

const partOf = (part: Given, key: string, scope: Scope): Given => {
  const v = settle(scope.run, part.value);
  return v.kind === 'object' ? given(v, key, part.node) : { ...part, key };
};

/** The columns of a foreign key of this row, from the row it refers to. */
const keyColumns = (level: Level, relation: Relation, valueOf: (referenced: string, i: number) => Expr, { node }: Given): readonly Assignment[] =>
  relation.own.map((f, i) => ({ column: columnOf(level.model, f), value: valueOf(relation.referenced[i] ?? '', i), at: spanOf(node) }));

/** `connect` of a row that this one refers to: it is looked up, and its key is written here. */
const connectOwner = (scope: Scope, level: Level, relation: Relation, part: Given): Effect => {
  const target = scope.schema.models.get(relation.target);
  if (!target) return unread(`the relation ${relation.name} is not followed`, part);
  const other = levelOf(scope, target);
  const where = whereFilter({ scope, level: other, conjunct: true }, part).expr;
  const query = (field: string): ReturnType<typeof selectFrom> => selectFrom([{ star: false, expr: columnAt(other, field) }], [tableOf(other, part.node)], [where], part.node);
  const fixed = fixedColumns(where, other);
  return {
    columns: keyColumns(level, relation, (field) => fixed.get(columnOf(target, field)) ?? subquery({ form: 'scalar', query: query(field), at: spanOf(part.node) }), part),
    statements: [query(relation.referenced[0] ?? 'id')],
  };
};

/** INSERT of rows with columns that the relation adds. */
export const insertRow = (level: Level, written: readonly Assignment[], { node }: Given): Statement =>
  insert({
    target: tableOf(level, node),
    columns: written.map((c) => c.column),
    source: select({ ...selectFrom(written.map((c) => ({ star: false as const, expr: c.value })), [], [], node) }),
    returning: [],
    at: spanOf(node),
  });

const createOwner = (scope: Scope, level: Level, relation: Relation, part: Given): Effect => {
  const target = scope.schema.models.get(relation.target);
  if (!target) return unread(`the relation ${relation.name} is not followed`, part);
  const other = levelOf(scope, target);
  const row = writtenOf(scope, other, part);
  const own = effectsOf(scope, other, undefined, row);
  const columns = [...row.columns, ...own.columns];
  const values = assigned(columns);
  const unknown = param({ key: `made:${target.name}` });
  return { columns: keyColumns(level, relation, (field) => values.get(columnOf(target, field)) ?? unknown, part), statements: [insertRow(other, columns, part), ...own.statements] };
};

/** A row that this one refers to. */
const ownerOperation = (scope: Scope, level: Level, rows: Rows | undefined, relation: Relation, part: Given): Effect => {
  switch (part.key) {
    case 'connect':
      return connectOwner(scope, level, relation, part);
    case 'create':
      return createOwner(scope, level, relation, part);
    case 'connectOrCreate':
      return both([connectOwner(scope, level, relation, partOf(part, 'where', scope)), { ...createOwner(scope, level, relation, partOf(part, 'create', scope)), columns: [] }]);
    case 'update':
    case 'delete':
      return rows ? inverseOperation(scope, rows, relation, part) : unread(`${part.key} on ${relation.name} is not followed`, part);
    default:
      return unread(`${part.key} on ${relation.name} is not followed`, part);
  }
};

/** The rows of a relation that belong to the rows that are written: the conditions that tie them. */
const tied = (rows: Rows, on: readonly Expr[], { node }: Given): Expr =>
  subquery({ form: 'exists', query: selectFrom([{ star: false, expr: { kind: 'constant', value: 1 } }], rows.from, [...rows.where, ...on], node), at: spanOf(node) });

const inverseKey = (parent: Parent, relation: Relation, child: Level, part: Given): readonly Assignment[] =>
  relation.referenced.map((f, i) => ({ column: columnOf(child.model, f), value: parentKey(parent, relation.own[i] ?? '', part), at: spanOf(part.node) }));

const createInverse = (scope: Scope, parent: Parent, relation: Relation, part: Given): Effect => {
  const target = scope.schema.models.get(relation.target);
  const elements = elementsOf(scope.run, part.value);
  if (!target || !elements) return unread(`what ${part.key} on ${relation.name} writes is only known at run time`, part);
  return both(
    elements.map(({ value }) => {
      const child = levelOf(scope, target);
      const row = writtenOf(scope, child, { ...part, value });
      const key = inverseKey(parent, relation, child, part);
      const set = new Set(key.map((k) => k.column));
      const columns = [...row.columns.filter((c) => !set.has(c.column)), ...key];
      const own = effectsOf(scope, child, undefined, { ...row, columns });
      return { columns: [], statements: [insertRow(child, [...columns, ...own.columns], part), ...own.statements] };
    }),
  );
};

const connectInverse = (scope: Scope, parent: Parent, relation: Relation, part: Given): Effect => {
  const target = scope.schema.models.get(relation.target);
  const elements = elementsOf(scope.run, part.value);
  if (!target || !elements) return unread(`what ${relation.name} is connected to is only known at run time`, part);
  return both(
    elements.map(({ value }) => {
      const child = levelOf(scope, target);
      const where = whereFilter({ scope, level: child, conjunct: true }, { ...part, value }).expr;
      return { columns: [], statements: [update({ target: tableOf(child, part.node), set: inverseKey(parent, relation, child, part), from: [], where, returning: [], at: spanOf(part.node) })] };
    }),
  );
};

/** `update`, `updateMany`, `delete` and `deleteMany` of the rows of a relation. */
const inverseOperation = (scope: Scope, rows: Rows, relation: Relation, part: Given): Effect => {
  const elements = part.value.kind === 'constant' && part.value.value === true ? [{ value: part.value }] : elementsOf(scope.run, part.value);
  if (!elements) return unread(`what ${part.key} on ${relation.name} writes is only known at run time`, part);
  return both(elements.map(({ value }) => changeInverse(scope, rows, relation, { ...part, value })));
};

const changeInverse = (scope: Scope, rows: Rows, relation: Relation, part: Given): Effect => {
  const reached = reach(scope, rows.level, relation, part.node);
  const value = settle(scope.run, part.value);
  if (!reached || relation.through) return unread(`${part.key} on ${relation.name} is not followed`, part);
  const deletes = part.key.startsWith('delete');
  const wrapped = !deletes && value.kind === 'object' && value.entries.some((e) => e.kind === 'property' && e.key === 'data');
  const where = deletes ? part : wrapped ? partOf(part, 'where', scope) : undefined;
  const condition = where && value.kind === 'object' ? [whereFilter({ scope, level: reached.level, conjunct: true }, where).expr] : [];
  const all = and({ args: [...condition, tied(rows, reached.on, part)] });
  const target = tableOf(reached.level, part.node);
  if (deletes) return { columns: [], statements: [deleteFrom({ target, using: [], where: all, returning: [], at: spanOf(part.node) })] };
  const row = writtenOf(scope, reached.level, wrapped ? partOf(part, 'data', scope) : part);
  const inner: Rows = { level: reached.level, from: [target], where: [all] };
  const own = effectsOf(scope, reached.level, inner, row);
  return { columns: [], statements: [update({ target, set: [...row.columns, ...own.columns], from: [], where: all, returning: [], at: spanOf(part.node) }), ...own.statements] };
};

const relationEffect = (scope: Scope, parent: Parent, relation: Relation, part: Given): Effect => {
  const value = settle(scope.run, part.value);
  if (isAbsent(value)) return nothing;
  if (value.kind !== 'object' || unknownParts(value).length > 0 || relation.through) return unread(`what is written to ${relation.name} is not followed: ${spelled(part.node)}`, part);
  return both(
    allGiven(value, part.node).map((p): Effect => {
      if (isAbsent(p.value)) return nothing;
      if (relation.owner) return ownerOperation(scope, parent.level, parent.rows, relation, p);
      if (p.key === 'create') return createInverse(scope, parent, relation, p);
      if (p.key === 'createMany') return createInverse(scope, parent, relation, partOf(p, 'data', scope));
      if (p.key === 'connect') return connectInverse(scope, parent, relation, p);
      if (/^(update|delete)(Many)?$/.test(p.key) && parent.rows) return inverseOperation(scope, parent.rows, relation, p);
      return unread(`${p.key} on ${relation.name} is not followed`, p);
    }),
  );
};

/** What the relations in `data` write. `rows`: those that are written, where they are there already. */
export const effectsOf = (scope: Scope, level: Level, rows: Rows | undefined, { columns, relations, unread: lost }: Written): Effect => {
  const owners = both(relations.filter((r) => r.relation.owner).map((r) => relationEffect(scope, { level, rows, values: new Map() }, r.relation, r.part)));
  const values = rows ? new Map<string, Expr>() : assigned([...columns, ...owners.columns]);
  const others = both(relations.filter((r) => !r.relation.owner).map((r) => relationEffect(scope, { level, rows, values }, r.relation, r.part)));
  return both([owners, others, { columns: [], statements: lost.map((l) => unreadStatement(l.cause, l.part.node)) }]);
};
