import type { ts } from 'ts-morph';
import { choose } from '../../flow/branch.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { type ArrayValue, scalar, type ScalarValue, type Single, type Value } from '../../flow/value.ts';
import { bindPlain, isPlain } from '../bind.ts';
import { Subquery } from './fields.ts';
import { closed, hole, type Part, separated, text } from './part.ts';
import { Sql } from './sql.ts';
import { ColumnValue, TableValue } from './table.ts';
import { Placeholder, Wrapper } from './wrapper.ts';

const bound = (run: Run, value: Value, node: ts.Node): Part => ({ kind: 'expression', expr: bindPlain(run, value, node) });

/** Something of the library's that was made where it is not followed; undefined: a value. */
const strayChunk = (run: Run, v: ScalarValue, node: ts.Node): Part | undefined => {
  if (v.fetched || v.taint) return undefined;
  const kind = [node, v.node].map((n) => (n.pos < 0 ? undefined : run.host.handle(n))).find((k) => k?.startsWith('drizzle'));
  return kind === undefined ? undefined : hole(`${spelled(v.node.pos < 0 ? node : v.node)} was made where it is not followed${v.cause === undefined ? '' : `: ${v.cause}`}`);
};

const isList = (run: Run, v: ScalarValue, node: ts.Node): boolean => [node, v.node].some((n) => n.pos >= 0 && run.host.typeNames(n).some((t) => t === 'Array' || t === 'ReadonlyArray'));

const listChunk = (run: Run, { items }: ArrayValue, node: ts.Node, column?: ColumnValue): readonly Part[] => [
  closed([text('('), ...separated(items.map((i) => (column ? boundTo(run, i.value, node, column) : chunkOf(run, i.value, node))), ', '), text(')')]),
];

const libraryChunk = (run: Run, v: Single): readonly Part[] | undefined => {
  if (v instanceof Sql) return v.chunk;
  if (v instanceof ColumnValue) return [{ kind: 'column', column: v }];
  if (v instanceof TableValue) return v.declaration.name === undefined ? v.source : [text(v.reference.map((p) => `"${p.replaceAll('"', '""')}"`).join('.'))];
  if (v instanceof Subquery) return v.chunk;
  if (v instanceof Placeholder) return [v.part];
  return v instanceof Wrapper ? [closed([text('('), ...v.text(run), text(')')])] : undefined;
};

/** What a value comes to in a `sql` template: `undefined` leaves nothing, lists are put in parentheses, plain values are bound. */
export const chunkOf = (run: Run, value: Value, node: ts.Node): readonly Part[] => {
  if (isPlain(value) && value.kind === 'union' && value.options.every((o) => o.value.kind === 'scalar')) return [bound(run, value, node)];
  const v = choose(run, value);
  const known = libraryChunk(run, v);
  if (known) return known;
  if (v.kind === 'constant' && v.value === undefined) return [];
  if (v.kind === 'array') return listChunk(run, v, node);
  if (v.kind === 'scalar') {
    const stray = strayChunk(run, v, node);
    if (stray) return [stray];
    return isList(run, v, node) ? [closed([text('('), bound(run, v, node), text(')')])] : [bound(run, v, node)];
  }
  return v.kind === 'foreign' || v.kind === 'function' ? [hole(`${spelled(node)} is not an expression`)] : [bound(run, v, node)];
};

/** `bindIfParam`: beside a column every plain value is one bound value, `undefined` and lists too. */
export const boundTo = (run: Run, value: Value, node: ts.Node, column: ColumnValue): readonly Part[] => {
  const v = isPlain(value) ? value : choose(run, value);
  const known = v.kind === 'union' ? undefined : libraryChunk(run, v);
  if (known) return known;
  if (v.kind === 'foreign' || v.kind === 'function') return [hole(`${spelled(node)} is not an expression`)];
  const stray = v.kind === 'scalar' ? strayChunk(run, v, node) : undefined;
  if (stray) return [stray];
  if (column.declaration.encodes) return [bound(run, scalar(node, { cause: `a custom type turns ${spelled(node)} into another value` }), node)];
  return [bound(run, v, node)];
};

/** The right side of a comparison with `left`. */
export const against = (run: Run, left: Value, value: Value, node: ts.Node): readonly Part[] => {
  const column = left.kind === 'union' ? undefined : left;
  return column instanceof ColumnValue ? boundTo(run, value, node, column) : chunkOf(run, value, node);
};

/** `column in (…)`: an empty list is `false`, or `true` where it is negated. */
export const membership = (run: Run, left: Single, value: Value, node: ts.Node, negated: boolean, leftNode: ts.Node): readonly Part[] => {
  const v = choose(run, value);
  if (v.kind === 'array' && v.items.length === 0) return [text(negated ? 'true' : 'false')];
  const word = text(negated ? ' not in ' : ' in ');
  const column = left instanceof ColumnValue ? left : undefined;
  const right = v.kind === 'array' ? listChunk(run, v, node, column) : v.kind === 'scalar' && !strayChunk(run, v, node) ? [closed([text('('), bound(run, v, node), text(')')])] : chunkOf(run, v, node);
  return [...chunkOf(run, left, leftNode), word, ...right];
};
