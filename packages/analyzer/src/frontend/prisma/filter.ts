import { and, compare, constant, type Expr, inList, not, opaque, operator, test } from '@tenantscope/core';
import { choose } from '../../flow/branch.ts';
import { spanOf } from '../../flow/offsets.ts';
import { spelled } from '../../flow/origin.ts';
import { optionsOf, type Single } from '../../flow/value.ts';
import { bindPlain } from '../bind.ts';
import { allGiven, either, type Given, isAbsent, mayBeAbsent, settle, unknownParts } from './argument.ts';
import type { Field } from './schema/model.ts';
import { columnAt, decides, type Level, type Scope } from './scope.ts';

/** A condition; Prisma treats one that nothing was given for in its own way inside others. */
export interface Filter {
  readonly expr: Expr;
  readonly empty: boolean;
}

/** Where a condition stands. */
export interface Place {
  readonly scope: Scope;
  readonly level: Level;
  /** It must hold of every row, as nothing around it is an alternative or is negated: without it there are only more rows. */
  readonly conjunct: boolean;
}

export const nothing: Filter = { expr: constant({ value: true }), empty: true };
export const condition = (expr: Expr): Filter => ({ expr, empty: false });

export const unread = (cause: string, { node }: Pick<Given, 'node'>): Filter => condition(opaque({ rule: 'unproven-predicate', cause, args: [], at: spanOf(node) }));

/** The conditions of one object, all of which hold. */
export const together = (parts: readonly Filter[]): Filter => {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  return { expr: and({ args: parts.map((p) => p.expr) }), empty: parts.every((p) => p.empty) };
};

/**
 * What a property comes to that Prisma may leave out. Where the condition must hold of every row and says nothing of the tenant, it
 * counts for nothing; elsewhere both ways are tried.
 */
export const optional = (place: Place, part: Given, matters: boolean, make: () => Filter): Filter => {
  if (isAbsent(part.value)) return nothing;
  if (!mayBeAbsent(place.scope, part)) return make();
  if (place.conjunct && !matters) return condition(constant({ value: true }));
  return either(place.scope.run) ? make() : nothing;
};

const comparisons: Readonly<Record<string, string>> = { lt: '<', lte: '<=', gt: '>', gte: '>=' };

/** They say something of the column alone. */
const plainOperators = /^(contains|startsWith|endsWith|search|mode|has|hasSome|hasEvery|isEmpty|isSet|path|string_(contains|starts_with|ends_with)|array_(contains|starts_with|ends_with))$/;

const isFieldReference = ({ scope: { run } }: Place, { value, node }: Given): boolean =>
  optionsOf(value).some(({ value: v }) => v.kind === 'scalar' && [node, v.node].some((n) => n.pos >= 0 && run.host.typeNames(n).includes('FieldRef')));

/** `equals`: NULL is compared with IS NULL. */
const equal = (place: Place, field: Field, part: Given): Expr => {
  const { run } = place.scope;
  const left = columnAt(place.level, field.name, part.node);
  const at = spanOf(part.node);
  if (part.value.kind === 'constant' && part.value.value === null) return test({ test: 'null', negated: false, arg: left, at });
  if (isFieldReference(place, part)) return opaque({ rule: 'unproven-predicate', cause: `${spelled(part.node)} refers to a column of the same row`, args: [], at });
  const nullable = field.optional && optionsOf(part.value).some(({ value: v }) => (v.kind === 'constant' ? v.value === null : v.kind === 'scalar' && v.nonNull !== true && (part.node.pos < 0 || run.host.mayBeNull(part.node))));
  if (nullable && decides(place.scope, place.level.model, field.name) && either(run)) return test({ test: 'null', negated: false, arg: left, at });
  return compare({ op: '=', left, right: bindPlain(run, part.value, part.node), at });
};

const membership = (place: Place, field: Field, part: Given): Expr => {
  const { run } = place.scope;
  const v = choose(run, part.value);
  const operand = columnAt(place.level, field.name, part.node);
  const at = spanOf(part.node);
  if (v.kind === 'array') return inList({ operand, items: v.items.map((i) => bindPlain(run, i.value, part.node)), negated: false, at });
  return compare({ op: '=', left: operand, right: bindPlain(run, v, part.node), quantifier: 'any', at });
};

/** Of `not: { … }` no more is taken than that it says something of the column: a `not` in it does not turn it round again. */
const negated = (place: Place, field: Field, part: Given): Filter => {
  const value = settle(place.scope.run, part.value);
  const at = spanOf(part.node);
  if (value.kind !== 'object' || field.type === 'Json') return condition(not({ arg: equal(place, field, { ...part, value }), at }));
  const inner = operations({ ...place, conjunct: false }, field, value, part.node);
  return inner.empty ? nothing : condition(operator({ op: 'not', args: [columnAt(place.level, field.name, part.node)], at }));
};

const operation = (place: Place, field: Field, part: Given, insensitive: boolean): Filter =>
  optional(place, part, decides(place.scope, place.level.model, field.name), () => {
    const at = spanOf(part.node);
    const left = columnAt(place.level, field.name, part.node);
    const op = comparisons[part.key];
    if (part.key === 'not') return negated(place, field, part);
    if (isFieldReference(place, part)) return unread(`${spelled(part.node)} refers to a column of the same row`, part);
    if (insensitive || plainOperators.test(part.key)) return condition(operator({ op: part.key, args: [left, bindPlain(place.scope.run, part.value, part.node)], at }));
    if (part.key === 'equals') return condition(equal(place, field, part));
    if (part.key === 'in') return condition(membership(place, field, part));
    if (part.key === 'notIn') return condition(not({ arg: membership(place, field, part), at }));
    if (op === undefined) return unread(`the filter ${part.key} is not known`, part);
    return condition(compare({ op, left, right: bindPlain(place.scope.run, part.value, part.node), at }));
  });

const operations = (place: Place, field: Field, object: Extract<Single, { kind: 'object' }>, node: Given['node']): Filter => {
  const parts = allGiven(object, node);
  const mode = parts.find((p) => p.key === 'mode');
  const insensitive = mode !== undefined && !(mode.value.kind === 'constant' && (mode.value.value === 'default' || mode.value.value === undefined));
  const known = parts.filter((p) => p.key !== 'mode').map((p) => operation(place, field, p, insensitive));
  const unknown = unknownParts(object).map((e) => unread(`${spelled(e.node)} holds a filter that is only known at run time`, e));
  return known.length + unknown.length === 0 ? nothing : together([...known, ...unknown]);
};

/** `field: value` and `field: { operator: value }`. */
export const scalarFilter = (place: Place, field: Field, part: Given): Filter => {
  const { run } = place.scope;
  const matters = decides(place.scope, place.level.model, field.name);
  const told = matters || optionsOf(part.value).some((o) => o.value.kind === 'object' || o.value.kind === 'foreign');
  const value = told ? settle(run, part.value) : part.value;
  const one = { ...part, value };
  return optional(place, one, matters, () => {
    if (value.kind === 'object') return operations(place, field, value, part.node);
    if (value.kind === 'foreign') return condition(operator({ op: 'equals', args: [columnAt(place.level, field.name, part.node)], at: spanOf(part.node) }));
    return condition(equal(place, field, one));
  });
};
