import { type Expr, join, type JoinRelation, type Relation } from '@tenantscope/core';
import { choose } from '../../flow/branch.ts';
import { nowhere } from '../../flow/fallback.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { undefinedValue, type Value } from '../../flow/value.ts';
import type { Builder, Method } from './builder.ts';
import type { Draft } from './draft.ts';
import { combine, type Operand, optionalExtras, plain } from './operand.ts';
import { atOf, elements, itemsFrom, numberOf, operandFromArguments, orderOf, referenceList, referenceOperand, referenceOperands, relationFrom, relationsFrom, unread } from './operands.ts';
import { lowerQuery } from './lower.ts';
import { binary } from './operator.ts';
import { SqlValue } from './sql-value.ts';

const first = (args: Arguments): Value => args.values[0] ?? undefinedValue;
const firstNode = (args: Arguments) => args.nodes[0] ?? args.call;

/** What `join => join.onRef(…)` builds on. */
class JoinBuilder extends Foreign {
  readonly on: readonly Operand[];

  constructor(on: readonly Operand[]) {
    super();
    this.on = on;
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    if (name === 'on' || name === 'onRef') return new JoinBuilder([...this.on, operandFromArguments(run, args, name === 'onRef')]);
    if (name === 'onTrue') return new JoinBuilder([...this.on, plain({ kind: 'constant', value: true }, atOf(args.call))]);
    return name === '$call' ? args.values[0] && run.call(args.values[0], [this], args.call) : undefined;
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    if (!(other instanceof JoinBuilder) || !this.on.every((o, i) => o === other.on[i])) return undefined;
    const on = optionalExtras(this.on, other.on);
    return on && (on === this.on ? this : new JoinBuilder(on));
  }
}

/** The conditions of a join from its second and third argument. */
export const joinConditions = (run: Run, args: Arguments): readonly Operand[] => {
  const [, second, third] = args.values;
  if (!second) return [];
  if (third) {
    const left = referenceOperand(run, second, args.nodes[1] ?? nowhere());
    return [binary(left, '=', referenceOperand(run, third, args.nodes[2] ?? nowhere()), atOf(args.call))];
  }
  const built = choose(run, run.call(choose(run, second), [new JoinBuilder([])], args.nodes[1] ?? args.call));
  return built instanceof JoinBuilder ? built.on : [unread('the join condition is not followed', args.call)];
};

/** Kysely prints joins after the whole FROM list, so they attach to its last item. */
const joinTo = (from: readonly Relation[], type: JoinRelation['type'], right: Relation, on: Expr | undefined, draft: Draft): readonly Relation[] => {
  const left = from.at(-1);
  if (!left) return [right];
  return [...from.slice(0, -1), join({ type, left, right, on, natural: false, at: on?.at ?? draft.at })];
};

const joinMethod = (type: JoinRelation['type'], lateral: boolean): Method => (b, args, run) => {
  const right = relationFrom(run, first(args), firstNode(args), b.origin.schema, lateral);
  const conditions = joinConditions(run, args);
  const on = conditions.length === 0 ? undefined : combine(conditions, 'and', atOf(args.call));
  return b.with({ from: joinTo(b.draft.from, type, right, on, b.draft) });
};

const whereMethod: Method = (b, args, run) => b.with({ where: [...b.draft.where, operandFromArguments(run, args)] });
const whereRef: Method = (b, args, run) => b.with({ where: [...b.draft.where, operandFromArguments(run, args, true)] });

type SetStep = (b: Builder, right: Value) => Builder;

const hasTail = (d: Draft): boolean => d.orderBy.length > 0 || d.limit !== undefined || d.offset !== undefined || d.locking;

/** The compiler prints the right side without parentheses: its own set operations join the row, its ORDER BY and LIMIT end up at the end of the whole. */
const unite = (op: 'union' | 'intersect' | 'except', all: boolean, run: Run): SetStep => (b, right) => {
  const { draft } = b;
  if (isBuilder(right) && right.draft.kind === 'select') {
    right.consume(run);
    const { sets, orderBy, limit, offset, locking, ctes } = right.draft;
    if (ctes.length > 0 || (hasTail(draft) && hasTail(right.draft))) return b.troubled(`${op} prints the query on its right without parentheses`);
    const query = lowerQuery({ ...right.draft, sets: [], orderBy: [], limit: undefined, offset: undefined, locking: false });
    return b.with({ sets: [...draft.sets, { op, all, query }, ...sets], ...(hasTail(right.draft) && { orderBy, limit, offset, locking }) });
  }
  const expr = right instanceof SqlValue ? right.operand(run).expr : undefined;
  if (expr?.kind === 'subquery' && expr.form === 'scalar') return b.with({ sets: [...draft.sets, { op, all, query: expr.query }] });
  return b.troubled(`the right side of ${op} is not followed`);
};

const setMethod = (op: 'union' | 'intersect' | 'except', all: boolean): Method => (b, args, run) => {
  const parts = elements(run, first(args), firstNode(args)) ?? [];
  if (parts.length === 0) return b.troubled(`the right side of ${op} is not followed`);
  return parts.map((p) => choose(run, p)).reduce(unite(op, all, run), b);
};

const isBuilder = (v: unknown): v is Builder => v instanceof Foreign && 'draft' in v;

const itemsMethod: Method = (b, args, run) => b.with({ items: [...b.draft.items, ...itemsFrom(run, first(args), firstNode(args))] });

const allMethod: Method = (b, args, run) => {
  const [tables] = args.values;
  if (!tables) return b.with({ items: [...b.draft.items, { star: true }] });
  const names = elements(run, tables, firstNode(args)) ?? [tables];
  const items = names.map((n) => {
    const operand = referenceOperand(run, n, firstNode(args));
    return { star: true as const, qualifier: operand.expr.kind === 'column' ? operand.expr.path : undefined };
  });
  return b.with({ items: [...b.draft.items, ...items] });
};

const lock: Method = (b) => b.with({ locking: true });
const same: Method = (b) => b;
const modifier: Method = (b, args) => b.troubled(`${spelled(args.call).split('(')[0] ?? 'a modifier'} adds text that is not read`, 'unproven-fragment');

/** `sql\`for update\`` and the like need no reading; nothing else is guessed. */
const limitMethod: Method = (b, args, run) => b.with({ limit: numberOf(run, choose(run, first(args)), firstNode(args)) });

/** Clauses of SELECT that others share or that only it has. */
export const selectMethods: Readonly<Record<string, Method>> = {
  where: whereMethod,
  whereRef,
  clearWhere: (b) => b.with({ where: [] }),
  having: (b, args, run) => b.with({ having: [...b.draft.having, operandFromArguments(run, args)] }),
  havingRef: (b, args, run) => b.with({ having: [...b.draft.having, operandFromArguments(run, args, true)] }),
  clearHaving: (b) => b.with({ having: [] }),
  select: itemsMethod,
  selectAll: allMethod,
  clearSelect: (b) => b.with({ items: [] }),
  distinct: (b) => b.with({ distinct: true }),
  distinctOn: (b, args, run) => b.with({ distinct: [...(Array.isArray(b.draft.distinct) ? (b.draft.distinct as readonly Expr[]) : []), ...referenceList(run, args.values, args.nodes, args.call)] }),
  innerJoin: joinMethod('inner', false),
  leftJoin: joinMethod('left', false),
  rightJoin: joinMethod('right', false),
  fullJoin: joinMethod('full', false),
  crossJoin: joinMethod('inner', false),
  innerJoinLateral: joinMethod('inner', true),
  leftJoinLateral: joinMethod('left', true),
  crossJoinLateral: joinMethod('inner', true),
  crossApply: joinMethod('inner', true),
  outerApply: joinMethod('left', true),
  orderBy: (b, args, run) => b.with({ orderBy: [...b.draft.orderBy, ...orderOf(run, args)] }),
  clearOrderBy: (b) => b.with({ orderBy: [] }),
  groupBy: (b, args, run) => b.with({ groupBy: [...(b.draft.groupBy ?? []), ...referenceOperands(run, args.values, args.nodes, args.call)] }),
  clearGroupBy: (b) => b.with({ groupBy: undefined }),
  limit: limitMethod,
  fetch: limitMethod,
  top: limitMethod,
  clearLimit: (b) => b.with({ limit: undefined }),
  offset: (b, args, run) => b.with({ offset: numberOf(run, choose(run, first(args)), firstNode(args)) }),
  clearOffset: (b) => b.with({ offset: undefined }),
  union: setMethod('union', false),
  unionAll: setMethod('union', true),
  intersect: setMethod('intersect', false),
  intersectAll: setMethod('intersect', true),
  except: setMethod('except', false),
  exceptAll: setMethod('except', true),
  forUpdate: lock,
  forShare: lock,
  forKeyShare: lock,
  forNoKeyUpdate: lock,
  skipLocked: same,
  noWait: same,
  modifyEnd: modifier,
  modifyFront: modifier,
};

/** RETURNING and OUTPUT. */
export const returningMethods: Readonly<Record<string, Method>> = {
  returning: itemsMethod,
  returningAll: allMethod,
  clearReturning: (b) => b.with({ items: [] }),
  output: itemsMethod,
  outputAll: allMethod,
  modifyEnd: modifier,
};

const filters = ['where', 'whereRef', 'clearWhere', 'innerJoin', 'leftJoin', 'rightJoin', 'fullJoin', 'orderBy', 'clearOrderBy', 'limit', 'clearLimit', 'top'] as const;

/** What UPDATE and DELETE share with SELECT. */
export const filterMethods: Readonly<Record<string, Method>> = Object.fromEntries(filters.flatMap((f) => (selectMethods[f] ? [[f, selectMethods[f]] as const] : [])));

export const fromMethod: Method = (b, args, run) => b.with({ from: [...b.draft.from, ...relationsFrom(run, first(args), firstNode(args), b.origin.schema)] });
