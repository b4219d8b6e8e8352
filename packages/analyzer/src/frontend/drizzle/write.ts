import { ts } from '#compiler';
import { choose } from '../../flow/branch.ts';
import { mayBeUndefined } from '../../flow/facts.ts';
import { newBranch } from '../../flow/path.ts';
import { propertyOf } from '../../flow/object.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { constant, type Entry, type ObjectValue, scalar, type Single, type Value } from '../../flow/value.ts';
import { boundTo } from './chunk.ts';
import { hole, name, type Part, separated, text } from './part.ts';
import type { ColumnDeclaration, ColumnValue, TableValue } from './table.ts';

/** An object that writes: its own entries, or what an unknown one may hold. */
const asObject = (v: Single, node: ts.Node): ObjectValue => (v.kind === 'object' ? v : { kind: 'object', entries: [{ kind: 'spread', value: v, node }] });

/** A column of INSERT and SET stands without its table. */
const named = (column: ColumnValue): Part => ({ kind: 'column', column: column.bare() });

const isTenant = (run: Run, { key, name: own }: ColumnDeclaration): boolean =>
  [key, own, key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)].some((n) => n !== undefined && run.trust.tenantColumns.has(n));

/** A spread that stands after a key may carry another one, also where its type does not show it. */
const overriding = (object: ObjectValue, key: string): Entry | undefined => {
  const at = object.entries.findLastIndex((e) => e.kind === 'property' && e.key === key && !e.optional);
  return at < 0 ? undefined : object.entries.slice(at + 1).find((e) => e.kind === 'spread' && e.value.kind !== 'object');
};

const entryNode = (entries: readonly Entry[], key: string, fallback: ts.Node): ts.Node =>
  entries.findLast((e) => (e.kind === 'property' && e.key === key) || e.kind === 'spread')?.node ?? fallback;

const isAbsent = (v: Single): boolean => v.kind === 'constant' && v.value === undefined;

/** What is written where no value is given. */
const filled = (run: Run, column: ColumnValue, node: ts.Node, otherwise: readonly Part[]): readonly Part[] => {
  const { declaration } = column;
  const make = declaration.defaultFn ?? (declaration.hasDefault ? undefined : declaration.onUpdateFn);
  return make ? made(run, column, make, node) : otherwise;
};

/** `$defaultFn(f)` */
const made = (run: Run, column: ColumnValue, make: Value, node: ts.Node): readonly Part[] => {
  const f = choose(run, make);
  const value = f.kind === 'function' ? run.call(f, [], node) : scalar(node, { cause: `what fills ${column.declaration.key} is not followed` });
  return boundTo(run, value, node, column);
};

const either = (run: Run): boolean => {
  const id = newBranch();
  const picked = choose(run, { kind: 'union', options: [0, 1].map((arm) => ({ path: new Map([[id, arm]]), value: constant(arm) })) });
  return picked.kind === 'constant' && picked.value === 1;
};

/** The value of a key of an object; undefined: there is none. */
const valueFor = (run: Run, object: ObjectValue, column: ColumnValue, node: ts.Node): { readonly value: Value; readonly at: ts.Node } | undefined => {
  const { key } = column.declaration;
  const tenant = isTenant(run, column.declaration);
  const spread = tenant ? overriding(object, key) : undefined;
  if (spread) {
    const origin = `${spelled(spread.node)} is spread after ${key} and may carry another one`;
    const taint = spread.value.kind === 'scalar' && spread.value.taint ? spread.value.taint : { origin, node: spread.node };
    return { value: scalar(spread.node, { taint }), at: spread.node };
  }
  const at = entryNode(object.entries, key, node);
  const found = propertyOf(object, key, node);
  // Only of the tenant it matters whether it is there on each path.
  const value = tenant ? choose(run, found) : found;
  if (value.kind !== 'union' && isAbsent(value)) return undefined;
  if (tenant && mayBeUndefined(run, value, at) && either(run)) return undefined;
  return { value, at };
};

const written = (run: Run, object: ObjectValue, column: ColumnValue, node: ts.Node): readonly Part[] => {
  const found = valueFor(run, object, column, node);
  if (!found) return filled(run, column, node, [text('default')]);
  const parts = boundTo(run, found.value, found.at, column);
  // Another column is a value of a row that INSERT has not.
  return parts.length === 0 ? [text('default')] : parts;
};

/** `insert into t (…) values (…), (…)`: all columns of the table, those without a value with their default. */
export const valuesText = (run: Run, table: TableValue, value: Value, node: ts.Node): readonly Part[] | undefined => {
  if (table.declaration.open !== undefined) return undefined;
  const list = choose(run, value);
  const rows = list.kind === 'array' ? list.items.map((i) => choose(run, i.value)) : [list];
  if (rows.length === 0 || rows.some((r) => r.kind === 'foreign' || r.kind === 'constant')) return undefined;
  const columns = table.columns.filter((c) => !c.declaration.generated);
  const row = (r: Single): readonly Part[] => [text('('), ...separated(columns.map((c) => written(run, asObject(r, node), c, node)), ', '), text(')')];
  return [text(' ('), ...separated(columns.map((c) => [named(c)]), ', '), text(') values '), ...separated(rows.map(row), ', ')];
};

/** Whether an object that is spread, or given whole, may hold a key. */
const mayHold = (run: Run, object: ObjectValue, key: string): boolean =>
  object.entries.some((e) => {
    if (e.kind === 'property') return e.key === key;
    // What a client sends has more than its type says, and a computed key may be any.
    const isOpen = e.value.kind !== 'scalar' || e.value.taint !== undefined || ts.isPropertyAssignment(e.node);
    return isOpen || e.node.pos < 0 || run.host.isAny(e.node) || run.host.hasProperty(e.node, key);
  });

const assigned = (run: Run, object: ObjectValue, column: ColumnValue, node: ts.Node): readonly Part[] | undefined => {
  const { declaration } = column;
  const found = mayHold(run, object, declaration.key) ? propertyOf(object, declaration.key, node) : undefined;
  const absent = found === undefined || (found.kind === 'constant' && found.value === undefined);
  if (absent && !declaration.onUpdateFn) return undefined;
  const at = entryNode(object.entries, declaration.key, node);
  const value = absent || !found ? made(run, column, declaration.onUpdateFn ?? scalar(node), node) : boundTo(run, found, at, column);
  return [named(column), text(' = '), ...value];
};

/** `SET a = …`: keys whose value is `undefined` are left out; that they may be written is what counts. */
export const assignmentsText = (run: Run, table: TableValue, value: Value, node: ts.Node): readonly Part[] => {
  const v = choose(run, value);
  if (v.kind === 'foreign' || v.kind === 'function' || table.declaration.open !== undefined) return [name('?'), text(' = '), hole(table.declaration.open ?? `the assignments ${spelled(node)} are not followed`)];
  const parts = table.columns.flatMap((c) => {
    const text = assigned(run, asObject(v, node), c, node);
    return text ? [text] : [];
  });
  if (parts.length > 0) return separated(parts, ', ');
  // Nothing is sent when there is nothing to set.
  const kept = v.kind === 'object' && v.entries.every((e) => e.kind === 'property') ? table.columns.find((c) => !isTenant(run, c.declaration)) : undefined;
  return kept ? [named(kept), text(' = '), { kind: 'column', column: kept }] : [name('?'), text(' = '), hole(`nothing is known to be set by ${spelled(node)}`)];
};
