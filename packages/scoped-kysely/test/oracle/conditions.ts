import { sql } from 'kysely';
import type { Eb } from './fluent.ts';
import type { Draw } from './random.ts';
import { type Item, itemOf, numberOf, textOf } from './tables.ts';

const numbers = [0, 1, 2, 3, 4, 10, 20, 501, 503, 505];
const words = ['a', 'b', 'new', 'paid', 'de', 'a customer 1', 'b customer 2'];

type Condition = (eb: Eb) => unknown;

const comparison = (draw: Draw, items: readonly Item[]): Condition => {
  const number = numberOf(draw, items);
  const text = textOf(draw, items);
  if (number !== undefined && (text === undefined || draw.chance(0.6))) {
    const other = numberOf(draw, items) ?? number;
    const operator = draw.one(['=', '<>', '<', '>=', 'is distinct from']);
    if (draw.chance(0.3)) return (eb) => eb(number, operator, eb.ref(other));
    if (draw.chance(0.2)) return (eb) => eb.between(number, draw.one([0, 1]), 503);
    const value = draw.one(numbers);
    return (eb) => eb(number, operator, value);
  }
  if (text === undefined) return (eb) => eb.val(true);
  const value = draw.one(words);
  if (draw.chance(0.2)) return (eb) => eb(text, 'is', null);
  if (draw.chance(0.2)) return (eb) => eb(text, 'in', [value, 'b']);
  return (eb) => eb(text, draw.one(['=', '<>', 'like']), value);
};

/** What people write by hand, with the `or` that reaches too far. */
const fragment = (draw: Draw, items: readonly Item[]): Condition => {
  const number = numberOf(draw, items);
  const text = textOf(draw, items);
  const value = draw.one(numbers);
  if (number !== undefined && draw.chance(0.5)) return draw.one([() => sql`${sql.ref(number)} = ${value} or true`, () => sql`${sql.ref(number)} between ${sql.lit(-1)} and ${value} or ${value} > -${sql.lit(-3)}`, () => sql`not ${sql.ref(number)} = ${value} or 1 = 1`]);
  if (text !== undefined) return draw.one([() => sql`lower(${sql.ref(text)}) = 'b' or true`, () => sql`coalesce(${sql.ref(text)}, 'x') is distinct from ${'a'}`, () => sql`length(${sql.ref(text)}) > 0 or ${sql.ref(text)} is null`]);
  return () => sql`true or false`;
};

/** A sub-query over one table, that may speak of the items around it. */
export const subQuery = (draw: Draw, items: readonly Item[], depth: number): ((eb: Eb, column?: 'number') => unknown) => {
  const { text, item } = itemOf(draw, 10 + depth);
  const inner = condition(draw, draw.chance(0.5) ? [...items, item] : [item], depth + 1);
  const number = numberOf(draw, [item]);
  return (eb, column) => {
    const query = eb.selectFrom(text).where(inner);
    if (column === 'number') return number === undefined ? query.select((e: Eb) => e.fn.countAll().as('n')) : query.select((e: Eb) => e.fn.max(number).as('n'));
    return number === undefined ? query.select(sql`1`.as('n')) : query.select(`${number} as n`);
  };
};

/** A condition over the items of a level. */
export const condition = (draw: Draw, items: readonly Item[], depth = 0): Condition => {
  const kind = draw.below(depth > 2 ? 5 : 10);
  if (kind < 4) return comparison(draw, items);
  if (kind === 4) return fragment(draw, items);
  if (kind === 5) {
    const [left, right] = [condition(draw, items, depth + 1), condition(draw, items, depth + 1)];
    return draw.one([(eb: Eb) => eb.or([left(eb), right(eb)]), (eb: Eb) => eb.and([left(eb), right(eb)])]);
  }
  if (kind === 6) {
    const inner = condition(draw, items, depth + 1);
    return (eb) => eb.not(eb.parens(inner(eb)));
  }
  const query = subQuery(draw, items, depth);
  const number = numberOf(draw, items);
  if (kind === 7 || number === undefined) return draw.one([(eb: Eb) => eb.exists(query(eb)), (eb: Eb) => eb.not(eb.exists(query(eb)))]);
  if (kind === 8) return (eb) => eb(number, 'in', query(eb, 'number'));
  return (eb) => eb(number, draw.one(['=', '<']), query(eb, 'number'));
};
