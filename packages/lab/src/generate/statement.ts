import type { Statement } from '@tenantscope/core';
import { Arbitrary, type Random, Stream, Value } from 'fast-check';
import { almost } from './almost.ts';
import { withOf } from './cte.ts';
import { drawFrom } from './draw.ts';
import { flat } from './flat.ts';
import type { Grammar, Made } from './grammar.ts';
import type { Context, Table } from './scope.ts';
import { selectOf, setOf } from './select.ts';
import { smaller } from './smaller.ts';
import { predicateOf, valueOf } from './value.ts';
import { deleteOf, updateOf } from './write/change.ts';
import { insertOf } from './write/insert.ts';
import { mergeOf } from './write/merge.ts';

const queryOf = (context: Context, outermost: boolean): Made => {
  const { clause, ctes } = withOf(grammar, context, outermost);
  const made = context.draw.chance(12) ? setOf(grammar, { ...context, ctes }) : selectOf(grammar, { ...context, ctes });
  return clause ? { ...made, body: { ...made.body, with: clause } } : made;
};

const grammar: Grammar = {
  value: (context, type, size) => valueOf(grammar, context, type, size),
  predicate: (context, size) => predicateOf(grammar, context, size),
  query: (context, outermost = false) => queryOf(context, outermost),
  subquery: (context, type) => selectOf(grammar, context, type === 'other' ? 'any' : type).body,
  write: (context) => context.draw.weighted([[30, insertOf], [30, updateOf], [25, deleteOf], [20, mergeOf]])(grammar, context),
};

const writeOf = (context: Context): Statement => {
  const { clause, ctes } = withOf(grammar, context, false);
  const { body } = grammar.write({ ...context, ctes });
  return clause ? { ...body, with: clause } : body;
};

const generate = (tables: readonly Table[], deepest: number, random: Random): Statement => {
  const draw = drawFrom(random);
  const depth = Math.min(deepest, draw.weighted([[3, 0], [5, 1], [4, 2], [1, 3]]));
  const context: Context = { draw, tables, ctes: [], levels: [], depth, slips: draw.pick([0, 0, 6, 20]) };
  const statement = draw.chance(66) ? grammar.query(context, true).body : writeOf(context);
  return flat(draw.chance(45) ? almost(statement, draw) : statement);
};

/** Statements of rows over the tables of a schema, most of them scoped or almost so. Shrinks by leaving parts out. */
export class StatementArbitrary extends Arbitrary<Statement> {
  readonly #tables: readonly Table[];
  readonly #deepest: number;

  /** `deepest`: how many levels of sub-queries there may be. */
  constructor(tables: readonly Table[], deepest = 3) {
    super();
    this.#tables = tables;
    this.#deepest = deepest;
  }

  override generate(random: Random): Value<Statement> {
    return new Value(generate(this.#tables, this.#deepest, random), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Statement {
    return typeof value === 'object' && value !== null && 'kind' in value;
  }

  override shrink(value: Statement): Stream<Value<Statement>> {
    return new Stream(smaller(value)).map((s) => new Value(flat(s), undefined));
  }
}
