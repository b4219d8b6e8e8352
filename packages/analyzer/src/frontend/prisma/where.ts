import { and, constant, type Expr, not, or, test } from '@tenantscope/core';
import { ts } from '#compiler';
import { spanOf } from '../../flow/offsets.ts';
import { spelled } from '../../flow/origin.ts';
import type { Entry, Single } from '../../flow/value.ts';
import { allGiven, elementsOf, type Given, isAbsent, isComputedScalar, settle, unknownParts } from './argument.ts';
import { condition, type Filter, nothing, optional, type Place, scalarFilter, together, unread } from './filter.ts';
import { exists, type Reached, reach } from './relation.ts';
import type { Field, Relation, Unique } from './schema/model.ts';
import { columnAt } from './scope.ts';

/** The elements of AND, OR or NOT that are not empty; those without conditions count for nothing. */
const listed = (place: Place, part: Given): readonly Filter[] => {
  const elements = elementsOf(place.scope.run, part.value);
  if (!elements) return [unread(`${spelled(part.node)} holds conditions that are only known at run time`, part)];
  return elements.flatMap(({ value, certain }): readonly Filter[] => {
    // Perhaps it is not there: without a condition of all rows there are only more of them, and with an alternative, too.
    if (!certain && part.key === 'AND' && place.conjunct) return [];
    if (!certain && (part.key !== 'OR' || !place.conjunct)) return [unread(`whether ${spelled(part.node)} has a condition is only known at run time`, part)];
    const filter = whereFilter(part.key === 'AND' ? place : { ...place, conjunct: false }, { ...part, value });
    return filter.empty ? [] : [filter];
  });
};

const logical = (place: Place, part: Given): Filter =>
  optional(place, part, true, () => {
    const args = listed(place, part).map((f) => f.expr);
    const at = spanOf(part.node);
    const empty = args.length === 0;
    if (part.key === 'OR') return { expr: or({ args, at }), empty };
    return { expr: and({ args: part.key === 'AND' ? args : args.map((arg) => not({ arg, at })), at }), empty };
  });

/** The rows that a relation leads to, and a condition on them. */
const inside = (place: Place, relation: Relation, part: Given): { readonly reached: Reached; readonly filter: Filter } | undefined => {
  const reached = reach(place.scope, place.level, relation, part.node);
  return reached && { reached, filter: whereFilter({ scope: place.scope, level: reached.level, conjunct: true }, part) };
};

const isNull = (place: Place, relation: Relation, part: Given): Expr => {
  const at = spanOf(part.node);
  if (relation.owner) return and({ args: relation.own.map((f) => test({ test: 'null', negated: false, arg: columnAt(place.level, f), at })) });
  const reached = reach(place.scope, place.level, relation, part.node);
  return reached ? not({ arg: exists(reached, constant({ value: true }), part.node), at }) : unread('the relation is not followed', part).expr;
};

const isNullish = (v: Single): boolean => v.kind === 'constant' && v.value === null;

/** `some`, `every`, `none`, `is` and `isNot`. */
const relationOperation = (place: Place, relation: Relation, part: Given): Filter =>
  optional(place, part, true, () => {
    const value = settle(place.scope.run, part.value);
    const one = { ...part, value };
    const at = spanOf(part.node);
    const positive = part.key === 'some' || part.key === 'is';
    const negate = (expr: Expr): Filter => condition(positive ? expr : not({ arg: expr, at }));
    if (isAbsent(value)) return nothing;
    if (isNullish(value)) return negate(isNull(place, relation, one));
    const found = positive || ['every', 'none', 'isNot'].includes(part.key) ? inside(place, relation, one) : undefined;
    if (!found) return unread(`the filter ${part.key} on ${relation.name} is not followed`, part);
    const opposite = not({ arg: found.filter.expr, at });
    // As it is sent: there is no row, or one for which it does not hold.
    if (part.key === 'isNot') return condition(or({ args: [not({ arg: exists(found.reached, constant({ value: true }), part.node), at }), exists(found.reached, opposite, part.node)], at }));
    return negate(exists(found.reached, part.key === 'every' ? opposite : found.filter.expr, part.node));
  });

const operationKeys = new Set(['some', 'every', 'none', 'is', 'isNot']);

const relationFilter = (place: Place, relation: Relation, part: Given): Filter =>
  optional(place, part, true, () => {
    const value = settle(place.scope.run, part.value);
    const one = { ...part, value };
    if (isAbsent(value)) return nothing;
    if (isNullish(value)) return condition(isNull(place, relation, one));
    if (value.kind !== 'object') return unread(`the filter ${spelled(part.node)} on ${relation.name} is only known at run time`, part);
    const parts = allGiven(value, part.node);
    if (relation.list || parts.some((p) => operationKeys.has(p.key))) {
      const unknown = unknownParts(value).map((e) => unread(`${spelled(e.node)} holds a filter on ${relation.name} that is only known at run time`, e));
      return parts.length + unknown.length === 0 ? nothing : together([...parts.map((p) => relationOperation(place, relation, p)), ...unknown]);
    }
    const found = inside(place, relation, one);
    if (!found) return unread(`the relation ${relation.name} is not followed`, part);
    return found.filter.empty ? nothing : condition(exists(found.reached, found.filter.expr, part.node));
  });

/** `tenantId_id: { tenantId, id }`: each has to be given, undefined is an error. */
const compoundFilter = (place: Place, unique: Unique, part: Given): Filter => {
  const value = settle(place.scope.run, part.value);
  if (value.kind === 'constant' && value.value === undefined) return nothing;
  if (value.kind !== 'object' || unknownParts(value).length > 0) return unread(`the key ${spelled(part.node)} is only known at run time`, part);
  const strict: Place = { ...place, scope: { ...place.scope, schema: { ...place.scope.schema, strict: true } } };
  const parts = allGiven(value, part.node).filter((p) => unique.fields.includes(p.key));
  return together(parts.flatMap((p) => scalarFilter(strict, place.level.model.fields.get(p.key) as Field, p)));
};

const property = (place: Place, part: Given): Filter => {
  const { model } = place.level;
  const field = model.fields.get(part.key);
  const relation = model.relations.get(part.key);
  const unique = model.uniques.find((u) => u.name === part.key && u.fields.length > 1);
  if (part.key === 'AND' || part.key === 'OR' || part.key === 'NOT') return logical(place, part);
  if (field) return scalarFilter(place, field, part);
  if (relation) return relationFilter(place, relation, part);
  return unique ? compoundFilter(place, unique, part) : unread(`${model.name} has no field ${part.key} in the schema of the client`, part);
};

/** By its type there is nothing in it but conditions on columns of the row, of which there are more then. */
const saysColumnsOnly = ({ scope: { run }, level: { model } }: Place, { value, node }: Entry): boolean => {
  if (value.kind !== 'scalar' || value.taint || node.pos < 0 || ts.isPropertyAssignment(node) || run.host.isAny(node) || (run.host.mayBeNull(node) && run.host.mayBeUndefined(node))) return false;
  const others = ['AND', 'OR', 'NOT', ...model.relations.keys()];
  return [...model.fields.keys()].some((f) => run.host.hasProperty(node, f)) && !others.some((name) => run.host.hasProperty(node, name));
};

/** What `where` says of a row. */
export const whereFilter = (place: Place, part: Given): Filter =>
  optional(place, part, true, () => {
    const { run } = place.scope;
    const value = settle(run, part.value);
    if (value.kind === 'constant' || isAbsent(value)) return nothing;
    if (value.kind !== 'object') return unread(value.kind === 'scalar' && value.cause !== undefined ? value.cause : `the conditions ${spelled(part.node)} are only known at run time`, part);
    const known = allGiven(value, part.node).map((p) => property(place, p));
    const unknown = unknownParts(value)
      .filter((e) => !(place.conjunct && (isComputedScalar(run, e) || saysColumnsOnly(place, e))))
      .map((e) => unread(`${spelled(e.node)} holds conditions that are only known at run time`, e));
    return known.length + unknown.length === 0 ? nothing : together([...known, ...unknown]);
  });
