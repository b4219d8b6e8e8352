import { and, array, between, call, caseWhen, cast, compare, constant, type Expr, inList, not, operator, or, subquery, test } from '@tenantscope/core';
import { strayAggregate } from './aggregate.ts';
import type { Grammar } from './grammar.ts';
import { requested, uuidType as uuid } from './parameter.ts';
import { columnOf, type Context, type Type } from './scope.ts';

const literals: { readonly int: readonly [number, ...number[]]; readonly text: readonly [string, ...string[]] } = { int: [1, 2, 3, 4, 5, 6], text: ['x', 'y', 'open', 'done', 'r2'] };

const literal = ({ draw }: Context, type: Type): Expr => {
  if (type === 'bool') return constant({ value: draw.chance(50) });
  if (type === 'other') return constant({ value: null });
  if (type === 'uuid') return draw.chance(85) ? requested.uuid : cast({ arg: constant({ value: null }), type: uuid });
  return draw.chance(25) ? cast({ arg: requested[type], type: { name: type === 'int' ? 'int4' : 'text', modifier: false, array: false } }) : constant({ value: type === 'int' ? draw.pick(literals.int) : draw.pick(literals.text) });
};

const simple = (context: Context, type: Type): Expr => (context.draw.chance(80) ? columnOf(context, type) : undefined) ?? literal(context, type);

const functionsOf: Readonly<Record<Type, readonly (readonly [string, Type])[]>> = {
  int: [['abs', 'int'], ['length', 'text']],
  text: [['lower', 'text'], ['upper', 'text'], ['concat', 'text']],
  uuid: [],
  bool: [],
  other: [],
};

const computed = (context: Context, type: Type, size: number, g: Grammar): Expr => {
  const { draw } = context;
  const one = (): Expr => g.value(context, type, size - 1);
  const makers: (readonly [number, () => Expr])[] = [
    [3, () => call({ name: ['coalesce'], args: [one(), one()] })],
    [2, () => caseWhen({ whens: [{ when: g.predicate(context, size - 1), then: one() }], ...(draw.chance(60) && { otherwise: one() }) })],
    [1, () => call({ name: ['nullif'], args: [one(), one()] })],
    [1, () => cast({ arg: g.value(context, type === 'text' ? 'int' : type, size - 1), type: type === 'text' ? { name: 'text', modifier: false, array: false } : type === 'uuid' ? uuid : { name: type === 'bool' ? 'bool' : 'int4', modifier: false, array: false } })],
  ];
  const named = draw.some(functionsOf[type]);
  if (named) makers.push([2, () => call({ name: [named[0]], args: [g.value(context, named[1], size - 1)] })]);
  if (type === 'int') makers.push([2, () => operator({ op: draw.pick(['+', '-', '*']), args: [one(), one()] })]);
  if (type === 'text') makers.push([1, () => operator({ op: '||', args: [one(), one()] })]);
  if (type === 'int' && draw.chance(10)) makers.push([1, () => strayAggregate(g, context)]);
  if (context.depth > 0) makers.push([3, () => subquery({ form: 'scalar', query: g.subquery({ ...context, depth: context.depth - 1 }, type) })]);
  return draw.weighted(makers)();
};

const comparisons = ['=', '<>', '<', '>=', 'is distinct from', 'is not distinct from'] as const;
const kinds = ['int', 'int', 'text', 'uuid'] as const;

const sublinks = (context: Context, size: number, g: Grammar): Expr => {
  const { draw } = context;
  const below = { ...context, depth: context.depth - 1 };
  const type = draw.pick(kinds);
  return draw.weighted<() => Expr>([
    [5, () => subquery({ form: 'exists', query: g.subquery(below, 'any') })],
    [4, () => subquery({ form: 'any', op: '=', test: g.value(context, type, size - 1), query: g.subquery(below, type) })],
    [1, () => not({ arg: subquery({ form: 'any', op: '=', test: g.value(context, type, size - 1), query: g.subquery(below, type) }) })],
    [1, () => subquery({ form: 'all', op: draw.pick(['<>', '>=', '=']), test: g.value(context, 'int', size - 1), query: g.subquery(below, 'int') })],
    [1, () => compare({ op: '=', quantifier: 'any', left: g.value(context, type, size - 1), right: subquery({ form: 'array', query: g.subquery(below, type) }) })],
  ])();
};

/** Something to compare with that is not the same column again: that would say nothing, or nothing true. */
const other = (context: Context, type: Type, size: number, g: Grammar, left: Expr): Expr => {
  const drawn = context.draw.chance(45) ? literal(context, type) : g.value(context, type, size - 1);
  return JSON.stringify(drawn) === JSON.stringify(left) ? literal(context, type) : drawn;
};

const compared = (context: Context, size: number, g: Grammar): Expr => {
  const { draw } = context;
  const type = draw.pick(kinds);
  const left = columnOf(context, type) ?? g.value(context, type, size - 1);
  return compare({ op: draw.pick(comparisons), left, right: other(context, type, size, g, left) });
};

const listed = (context: Context, size: number, g: Grammar): Expr => {
  const type = context.draw.pick(kinds);
  const operand = columnOf(context, type) ?? g.value(context, type, size - 1);
  return inList({ operand, items: [other(context, type, size, g, operand), literal(context, type)], negated: context.draw.chance(40) });
};

/** A condition on nothing in particular; it passes most rows, so that what leaks is seen. */
const condition = (context: Context, size: number, g: Grammar): Expr => {
  const { draw } = context;
  const value = (type: Type): Expr => g.value(context, type, size - 1);
  const number = columnOf(context, 'int') ?? value('int');
  const makers: (readonly [number, () => Expr])[] = [
    [7, () => compared(context, size, g)],
    [4, () => compare({ op: '<>', left: number, right: literal(context, 'int') })],
    [3, () => test({ test: 'null', negated: draw.chance(70), arg: columnOf(context, draw.pick(kinds)) ?? value('text') })],
    [1, () => test({ test: draw.pick(['true', 'false', 'unknown']), negated: draw.chance(50), arg: g.predicate(context, size - 1) })],
    [2, () => between({ operand: number, low: constant({ value: draw.below(3) }), high: constant({ value: 4 + draw.below(4) }), negated: draw.chance(20) })],
    [2, () => listed(context, size, g)],
    [1, () => compare({ op: '=', quantifier: 'any', left: number, right: array({ items: [other(context, 'int', size, g, number), constant({ value: 2 }), constant({ value: 4 })] }) })],
    [1, () => compare({ op: '~~', left: columnOf(context, 'text') ?? value('text'), right: constant({ value: draw.pick(['%', 'x%', '%o%']) }) })],
    [1, () => constant({ value: draw.chance(92) })],
    [1, () => columnOf(context, 'bool') ?? constant({ value: true })],
  ];
  if (size > 0)
    makers.push(
      [2, () => and({ args: [g.predicate(context, size - 1), g.predicate(context, size - 1)] })],
      [3, () => or({ args: [g.predicate(context, size - 1), g.predicate(context, size - 1)] })],
      [1, () => not({ arg: g.predicate(context, size - 1) })],
    );
  if (context.depth > 0) makers.push([4, () => sublinks(context, size, g)]);
  return draw.weighted(makers)();
};

/** A value of a type over what a level sees; `size` bounds its nesting. */
export const valueOf = (g: Grammar, context: Context, type: Type, size: number): Expr => (size <= 0 || context.draw.chance(70) ? simple(context, type) : computed(context, type, size, g));

/** A condition on nothing in particular. */
export const predicateOf = (g: Grammar, context: Context, size: number): Expr => condition(context, size, g);
