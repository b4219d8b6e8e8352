import { type Assignment, defaultValue, type Expr, type OnConflict, values as valuesQuery, type MergeAction, type Query } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import { choose } from '../../flow/branch.ts';
import { mayBeUndefined } from '../../flow/facts.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { newBranch } from '../../flow/path.ts';
import { propertyOf } from '../../flow/object.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { constant, type Entry, type Item, type ObjectValue, scalar, type Single, undefinedValue, type Value } from '../../flow/value.ts';
import type { Method } from './builder.ts';
import type { Rows } from './draft.ts';
import { combine, type Operand } from './operand.ts';
import { atOf, elements, nameOf, operandFromArguments, settle, valueOperand } from './operands.ts';

const first = (args: Arguments): Value => args.values[0] ?? undefinedValue;
const firstNode = (args: Arguments): ts.Node => args.nodes[0] ?? args.call;

/** An object that writes: its own entries, or what an unknown one may hold. */
const asObject = (v: Single, node: ts.Node): ObjectValue => (v.kind === 'object' ? v : { kind: 'object', entries: [{ kind: 'spread', value: v, node }] });

const keysOf = (objects: readonly ObjectValue[]): readonly string[] => [
  ...new Set(objects.flatMap((o) => o.entries.flatMap((e) => (e.kind === 'property' ? [e.key] : [])))),
];

const isAbsent = (v: Value): boolean => v.kind === 'constant' && v.value === undefined;

/** The value of a key where it is unclear whether a spread overrides it. */
const entryNode = (entries: readonly Entry[], key: string, fallback: ts.Node): ts.Node =>
  entries.findLast((e) => (e.kind === 'property' && e.key === key) || e.kind === 'spread')?.node ?? fallback;

/** A spread may carry any key, also one that its type does not show. */
const overriding = (run: Run, object: ObjectValue, key: string): Entry | undefined => {
  if (!run.trust.tenantColumns.has(key)) return undefined;
  const at = object.entries.findLastIndex((e) => e.kind === 'property' && e.key === key && !e.optional);
  return object.entries.slice(at + 1).find((e) => e.kind === 'spread' && e.value.kind !== 'object');
};

/** Why a key may be left out. */
const absence = (run: Run, { entries }: ObjectValue, key: string, at: ts.Node): string => {
  const isSpread = entries.findLast((e) => (e.kind === 'property' && e.key === key) || e.kind === 'spread')?.kind === 'spread';
  const unchecked = run.host.strictNulls ? '' : ', as the project is compiled without strictNullChecks';
  return `${isSpread ? `${spelled(at)} may hold no value for it` : `${spelled(at)} may be undefined`}${unchecked}`;
};

const cell = (run: Run, object: ObjectValue, key: string, node: ts.Node): Expr => {
  const spread = overriding(run, object, key);
  if (spread && object.entries.some((e) => e.kind === 'property' && e.key === key)) {
    const origin = `${spelled(spread.node)} is spread after ${key} and may carry another one`;
    const taint = spread.value.kind === 'scalar' ? (spread.value.taint ?? { origin, node: spread.node }) : { origin, node: spread.node };
    return valueOperand(run, scalar(spread.node, { taint }), spread.node).expr;
  }
  const value = propertyOf(object, key, node);
  if (isAbsent(value)) return defaultValue({ at: atOf(node) });
  const at = entryNode(object.entries, key, node);
  // A key whose value is undefined is left out, and the column takes its default.
  if (run.trust.tenantColumns.has(key) && mayBeUndefined(run, value, at)) {
    const branch = newBranch();
    const left = choose(run, { kind: 'union', options: [0, 1].map((arm) => ({ path: new Map([[branch, arm]]), value: constant(arm) })) });
    if (left.kind === 'constant' && left.value === 1) return defaultValue({ at: atOf(at), cause: absence(run, object, key, at) });
  }
  return valueOperand(run, value, at).expr;
};

/** Unknown objects are written with the tenant columns they may hold, so that nothing passes for absent. */
const unknownKeys = (run: Run, objects: readonly ObjectValue[]): readonly string[] =>
  objects.some((o) => o.entries.some((e) => e.kind === 'spread')) ? [...run.trust.tenantColumns].filter((c) => objects.some((o) => o.entries.some((e) => e.kind === 'spread' && spreadHas(run, e, c)))) : [];

const spreadHas = (run: Run, e: Entry, column: string): boolean => e.node.pos >= 0 && e.kind === 'spread' && run.host.hasProperty(e.node, column);

/** The rows of `values(…)`, with the columns Kysely prints: gaps are DEFAULT. */
const rowsFrom = (run: Run, value: Value, node: ts.Node): Rows | undefined => {
  const v = settle(run, value, node);
  const items: readonly Item[] = v.kind === 'array' ? v.items : [{ value: v, presence: 'one' }];
  const singles = items.map((i) => settle(run, i.value, node));
  if (singles.some((s) => s.kind === 'foreign' || s.kind === 'constant')) return undefined;
  const objects = singles.map((s) => asObject(elementOf(s, v), node));
  const columns = [...new Set([...keysOf(objects), ...unknownKeys(run, objects)])];
  return { columns, rows: objects.map((o) => columns.map((c) => cell(run, o, c, node))) };
};

const elementOf = (s: Single, list: Single): Single => (s.kind === 'scalar' && s === list ? scalar(s.node, { taint: s.taint, parent: s, cause: s.cause }) : s);

/** `set({…})`: keys whose value is undefined are left out; that they may be written is what counts. */
export const assignmentsFrom = (run: Run, value: Value, node: ts.Node): readonly Assignment[] => {
  const v = settle(run, value, node);
  const object = asObject(v, node);
  const keys = [...new Set([...keysOf([object]), ...unknownKeys(run, [object])])];
  return keys.flatMap((column): readonly Assignment[] => {
    const found = propertyOf(object, column, node);
    if (isAbsent(found)) return [];
    const at = entryNode(object.entries, column, node);
    return [{ column, value: valueOperand(run, found, at).expr, at: atOf(at) }];
  });
};

const setMethod: Method = (b, args, run) => {
  if (args.values.length === 2) {
    const column = nameOf(run, first(args), firstNode(args));
    if (column === undefined) return b.troubled(`the column ${spelled(firstNode(args))} is only known at run time`);
    const value = valueOperand(run, args.values[1] ?? undefinedValue, args.nodes[1] ?? args.call).expr;
    return b.with({ assignments: [...b.draft.assignments, { column: column.split('.').at(-1) ?? column, value, at: atOf(args.call) }] });
  }
  return b.with({ assignments: [...b.draft.assignments, ...assignmentsFrom(run, first(args), firstNode(args))] });
};

export const updateMethods: Readonly<Record<string, Method>> = { set: setMethod };

const isBuilder = (v: Single): v is Single & { query: (run: Run) => Query } => v.kind === 'foreign' && 'query' in v;

const valuesMethod: Method = (b, args, run) => {
  const rows = rowsFrom(run, first(args), firstNode(args));
  if (!rows) return b.troubled('the inserted values are not followed');
  return b.with({ columns: rows.columns, source: valuesQuery({ rows: rows.rows, orderBy: [], locking: false, at: atOf(args.call) }) });
};

export const insertMethods: Readonly<Record<string, Method>> = {
  values: valuesMethod,
  columns: (b, args, run) => {
    const names = (elements(run, first(args), firstNode(args)) ?? []).map((v) => nameOf(run, v, firstNode(args)));
    return names.every((n) => n !== undefined) && names.length > 0 ? b.with({ columns: names }) : b.troubled('the columns of the insert are only known at run time');
  },
  expression: (b, args, run) => {
    const v = settle(run, first(args), firstNode(args));
    return isBuilder(v) ? b.with({ source: v.query(run) }) : b.troubled('the source of the insert is not followed');
  },
  defaultValues: (b) => b.with({ source: 'defaults', columns: undefined }),
  onConflict: (b, args, run) => {
    const built = choose(run, run.call(choose(run, first(args)), [new ConflictBuilder({ kind: 'open' })], firstNode(args)));
    if (!(built instanceof ConflictBuilder)) return b.troubled('the conflict clause is not followed');
    return b.with({ conflict: built.clause(args.call) });
  },
  ignore: (b) => b.with({ conflict: {} }),
  onDuplicateKeyUpdate: (b) => b.troubled('ON DUPLICATE KEY UPDATE is not PostgreSQL'),
};

type ConflictState = {
  readonly kind: 'open' | 'nothing' | 'update';
  readonly target?: OnConflict['target'];
  readonly set?: readonly Assignment[];
  readonly where?: readonly Operand[];
};

/** What `oc => oc.columns([…]).doUpdateSet(…)` builds. */
class ConflictBuilder extends Foreign {
  readonly state: ConflictState;

  constructor(state: ConflictState) {
    super();
    this.state = state;
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    const s = this.state;
    const known = s.target?.kind === 'columns' ? s.target.columns : [];
    switch (name) {
      case 'column':
      case 'columns': {
        const names = (elements(run, first(args), firstNode(args)) ?? [first(args)]).map((v) => nameOf(run, v, firstNode(args)));
        const target: OnConflict['target'] = names.every((n) => n !== undefined) ? { kind: 'columns', columns: [...known, ...names] } : { kind: 'opaque' };
        return new ConflictBuilder({ ...s, target });
      }
      case 'constraint': {
        const constraint = nameOf(run, first(args), firstNode(args));
        return new ConflictBuilder({ ...s, target: constraint === undefined ? { kind: 'opaque' } : { kind: 'constraint', name: constraint } });
      }
      case 'expression':
        return new ConflictBuilder({ ...s, target: { kind: 'opaque' } });
      case 'doNothing':
        return new ConflictBuilder({ ...s, kind: 'nothing' });
      case 'doUpdateSet':
        return new ConflictBuilder({ ...s, kind: 'update', set: assignmentsFrom(run, first(args), firstNode(args)), where: [] });
      case 'where':
      case 'whereRef': {
        // Before the action it makes the target partial, after it it restricts the update.
        if (s.kind === 'open') return new ConflictBuilder({ ...s, target: { kind: 'opaque' } });
        return new ConflictBuilder({ ...s, where: [...(s.where ?? []), operandFromArguments(run, args, name === 'whereRef')] });
      }
      case 'clearWhere':
        return new ConflictBuilder({ ...s, where: [] });
      case '$call':
        return run.call(first(args), [this], args.call);
      default:
        return undefined;
    }
  }

  clause(node: ts.Node): OnConflict {
    const { kind, target, set = [], where = [] } = this.state;
    const update = kind === 'update' ? { set, where: where.length === 0 ? undefined : combine(where, 'and', atOf(node)) } : undefined;
    return { target, update, at: atOf(node) };
  }
}

export const mergeInsert = (run: Run, args: Arguments): MergeAction | undefined => {
  const rows = rowsFrom(run, first(args), firstNode(args));
  return rows && { do: 'insert', columns: rows.columns, values: rows.rows[0] };
};
