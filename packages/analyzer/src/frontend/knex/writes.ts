import type { ts } from 'ts-morph';
import { choose } from '../../flow/branch.ts';
import { mayBeUndefined } from '../../flow/facts.ts';
import { Foreign, type Arguments } from '../../flow/foreign.ts';
import { propertyOf } from '../../flow/object.ts';
import { spelled } from '../../flow/origin.ts';
import { newBranch } from '../../flow/path.ts';
import type { Run } from '../../flow/run.ts';
import { constant, type Entry, type Item, type ObjectValue, scalar, type Single, type Value } from '../../flow/value.ts';
import type { KnexBuilder, Method } from './builder.ts';
import { type Call, callOf, fromArgument, nodeAt, valueAt } from './call.ts';
import { type Assignment, type Draft, type Insert, withProblem } from './draft.ts';
import { columnize, parameter, pick, query, wordOf, wrap } from './operand.ts';
import { hole, type Parts, text } from './parts.ts';
import { KnexRaw } from './raw.ts';

/** An object that writes: its own entries, or what an unknown one may hold. */
const asObject = (v: Single, node: ts.Node): ObjectValue => (v.kind === 'object' ? v : { kind: 'object', entries: [{ kind: 'spread', value: v, node }] });

const keysOf = (objects: readonly ObjectValue[]): readonly string[] => [...new Set(objects.flatMap((o) => o.entries.flatMap((e) => (e.kind === 'property' ? [e.key] : []))))];

const entryNode = (entries: readonly Entry[], key: string, fallback: ts.Node): ts.Node => entries.findLast((e) => (e.kind === 'property' && e.key === key) || e.kind === 'spread')?.node ?? fallback;

const isUnknown = (e: Entry): boolean => e.kind === 'spread' && e.value.kind !== 'object';

/** Unknown objects are written with the tenant columns they may hold, so that nothing passes for absent. */
const unknownKeys = (run: Run, objects: readonly ObjectValue[]): readonly string[] =>
  [...run.trust.tenantColumns].filter((c) => objects.some((o) => o.entries.some((e) => isUnknown(e) && (e.node.pos < 0 || run.host.hasProperty(e.node, c) || run.host.isAny(e.node) || isClientData(e.value)))));

const isClientData = (v: Value): boolean => v.kind === 'scalar' && v.taint !== undefined;

/** A spread that follows a tenant column may carry another one, also when its type does not show it. */
const overriding = (run: Run, object: ObjectValue, key: string): Entry | undefined => {
  if (!run.trust.tenantColumns.has(key)) return undefined;
  const at = object.entries.findLastIndex((e) => e.kind === 'property' && e.key === key && !e.optional);
  return at === -1 ? undefined : object.entries.slice(at + 1).find(isUnknown);
};

/** What is written to a column. */
const valueOf = (run: Run, object: ObjectValue, key: string, node: ts.Node): Value => {
  const spread = overriding(run, object, key);
  if (!spread) return propertyOf(object, key, node);
  const taint = spread.value.kind === 'scalar' && spread.value.taint ? spread.value.taint : { origin: `${spelled(spread.node)} is spread after ${key} and may carry another one`, node: spread.node };
  return scalar(spread.node, { taint });
};

const isAbsent = (v: Value): boolean => v.kind === 'constant' && v.value === undefined;

const defaulted: Parts = [text('default')];

/** One value of a row: Knex writes DEFAULT where it is undefined. */
const cell = (call: Call, object: ObjectValue, key: string, node: ts.Node): Parts => {
  const value = valueOf(call.run, object, key, node);
  if (isAbsent(value)) return defaulted;
  const at = entryNode(object.entries, key, node);
  if (call.run.trust.tenantColumns.has(key) && mayBeUndefined(call.run, value, at)) {
    const branch = newBranch();
    const left = choose(call.run, { kind: 'union', options: [0, 1].map((arm) => ({ path: new Map([[branch, arm]]), value: constant(arm) })) });
    if (left.kind === 'constant' && left.value === 1) return defaulted;
  }
  return parameter(call, value, at);
};

/** An element of a list of which only its origin is known. */
const elementOf = (v: Single): Single => (v.kind === 'scalar' ? scalar(v.node, { taint: v.taint, parent: v, cause: v.cause }) : v);

const rowsFrom = (call: Call, items: readonly Item[], node: ts.Node): Insert => {
  const objects = items.map((i) => asObject(elementOf(choose(call.run, i.value)), node));
  const columns = [...new Set([...keysOf(objects), ...unknownKeys(call.run, objects)])].sort();
  if (columns.length === 0) return objects.some((o) => o.entries.length > 0) ? { parts: [hole(`the columns of ${spelled(node)} are only known at run time`, 'unproven-fragment')] } : 'defaults';
  return { columns, rows: objects.map((o) => columns.map((c) => cell(call, o, c, node))) };
};

const insertOf = (call: Call): Insert => {
  const node = nodeAt(call, 0);
  const v = choose(call.run, valueAt(call, 0));
  const found = query(call, v, node);
  if (found) return { parts: found };
  if (v.kind === 'constant') return 'nothing';
  if (v.kind !== 'array') return rowsFrom(call, [{ value: v, presence: 'one' }], node);
  return v.items.length === 0 ? 'nothing' : rowsFrom(call, v.items, node);
};

const returning: Method = (draft, call) => {
  const v = choose(call.run, valueAt(call, 0));
  const isEmpty = (v.kind === 'constant' && !v.value) || (v.kind === 'array' && v.items.length === 0);
  return { ...draft, returning: isEmpty ? undefined : columnize(call, v, nodeAt(call, 0)) };
};

const withReturning = (draft: Draft, call: Call, index: number): Draft => (call.count > index ? returning(draft, fromArgument(call, index)) : draft);

/** `update({…})`: what is undefined is left out; that it may be written is what counts. */
const assignmentsOf = (call: Call, value: Value, node: ts.Node): readonly Assignment[] => {
  const object = asObject(choose(call.run, value), node);
  return [...new Set([...keysOf([object]), ...unknownKeys(call.run, [object])])].flatMap((column): readonly Assignment[] => {
    const found = valueOf(call.run, object, column, node);
    return isAbsent(found) ? [] : [{ column, parts: parameter(call, found, entryNode(object.entries, column, node)) }];
  });
};

/** Later values replace earlier ones. */
const over = (before: readonly Assignment[], now: readonly Assignment[]): readonly Assignment[] => [...before.filter((b) => !now.some((n) => n.column === b.column)), ...now];

const hasUnknown = (v: Single): boolean => v.kind !== 'object' || v.entries.some(isUnknown);

const update: Method = (draft, call) => {
  const { run } = call;
  const node = nodeAt(call, 0);
  const v = pick(run, valueAt(call, 0), node);
  const column = wordOf(run, v, node);
  if (column !== undefined) return withReturning({ ...draft, method: 'update', update: over(draft.update, [{ column, parts: parameter(call, valueAt(call, 1), nodeAt(call, 1)) }]) }, call, 2);
  if (v.kind === 'foreign' || v.kind === 'constant' || v.kind === 'function') return withProblem({ ...draft, method: 'update' }, `what ${spelled(node)} sets is not followed`);
  const set = assignmentsOf(call, v, node);
  // Columns of unknown names are no tenant's: those are among the assignments.
  const rest: readonly Assignment[] = set.length === 0 && hasUnknown(v) ? [{ column: unknownColumn(run), parts: [text('default')] }] : [];
  return withReturning({ ...draft, method: 'update', update: over(draft.update, [...set, ...rest]) }, call, 1);
};

/** Stands for the columns of an object that is only known by its type. */
const unknownColumn = (run: Run): string => {
  for (let i = 0; ; i++) if (!run.trust.tenantColumns.has(`column${i}`)) return `column${i}`;
};

const counted =
  (sign: '+' | '-'): Method =>
  (draft, call) => {
    const { run } = call;
    const v = pick(run, valueAt(call, 0), nodeAt(call, 0));
    const one = (column: string, amount: Value, node: ts.Node): Assignment => ({ column, parts: [...wrap(call, constant(column), node), text(` ${sign} `), ...parameter(call, amount, node)] });
    const word = wordOf(run, v, nodeAt(call, 0));
    const list =
      word !== undefined
        ? [one(word, call.count > 1 ? valueAt(call, 1) : constant(1), nodeAt(call, 1))]
        : v.kind === 'object' && !hasUnknown(v)
          ? v.entries.flatMap((e) => (e.kind === 'property' ? [one(e.key, e.value, e.node)] : []))
          : undefined;
    return list ? { ...draft, method: 'update', counters: over(draft.counters, list) } : withProblem(draft, `the column ${spelled(nodeAt(call, 0))} is only known at run time`);
  };

export const writeMethods: Readonly<Record<string, Method>> = {
  insert: (draft, call) => withReturning({ ...draft, method: 'insert', insert: insertOf(call) }, call, 1),
  update,
  delete: (draft, call) => withReturning({ ...draft, method: 'del' }, call, 0),
  del: (draft, call) => withReturning({ ...draft, method: 'del' }, call, 0),
  truncate: (draft, call) => {
    const table = wordOf(call.run, valueAt(call, 0), nodeAt(call, 0));
    return { ...draft, method: 'truncate', table: table ?? draft.table };
  },
  columnInfo: (draft) => ({ ...draft, method: 'columnInfo' }),
  returning,
  increment: counted('+'),
  decrement: counted('-'),
  using: (draft, call) => ({ ...draft, using: columnize(call, valueAt(call, 0), nodeAt(call, 0)) }),
  updateFrom: (draft, call) => ({ ...draft, updateFrom: wrap(call, valueAt(call, 0), nodeAt(call, 0), 'table') }),
};

/** `onConflict(columns)`, which changes the builder once `merge` or `ignore` is called. */
export class OnConflict extends Foreign {
  readonly #builder: KnexBuilder;
  readonly #call: Call;

  constructor(builder: KnexBuilder, call: Call) {
    super();
    this.#builder = builder;
    this.#call = call;
  }

  override get isMutable(): boolean {
    return true;
  }

  #target(): Parts {
    const call = this.#call;
    const v = choose(call.run, valueAt(call, 0));
    if (v.kind === 'constant' && !v.value) return [];
    if (v instanceof KnexRaw) return v.inserted();
    return [text('('), ...columnize(call, v, nodeAt(call, 0)), text(')')];
  }

  override invoke(name: string, args: Arguments, run: Run): Value {
    if (name !== 'merge' && name !== 'ignore') return this.#builder.trouble(run, `the method ${name} of the conflict clause is not known`);
    this.#builder.change(run, (draft) => ({ ...draft, conflict: { target: this.#target(), merge: name === 'merge' ? mergedOf(callOf(run, args, this.#call.query)) : undefined } }));
    return this.#builder;
  }

  override escape(cause: string, run: Run): void {
    this.#builder.escape(cause, run);
  }

  override returned(run: Run): void {
    this.#builder.returned(run);
  }
}

const mergedOf = (call: Call): readonly string[] | readonly Assignment[] | 'inserted' => {
  const node = nodeAt(call, 0);
  const v = choose(call.run, valueAt(call, 0));
  if (v.kind === 'constant' && !v.value) return 'inserted';
  if (v.kind !== 'array') return assignmentsOf(call, v, node);
  const words = v.items.map((i) => wordOf(call.run, i.value, node));
  return words.every((w) => w !== undefined) ? words : [{ column: 'id', parts: [hole('the columns that are merged are only known at run time', 'unproven-fragment')] }];
};
