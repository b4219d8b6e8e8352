import { call, type Expr, type Relation, type SelectItem, type Span } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import type { Arguments, Foreign } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import type { Value } from '../../flow/value.ts';
import { readItems, readRelation } from '../sql-text/read.ts';
import { unknownRelation } from './lower.ts';
import { combine, inline, type Operand } from './operand.ts';
import { atOf, nameOf, operandFromArguments, orderOf, referenceList } from './operands.ts';
import { overOf } from './over.ts';
import { SqlValue } from './sql-value.ts';

/** Anything of Kysely's that compiles to an SQL expression. */
export class ExpressionValue extends SqlValue {
  readonly #operand: Operand;

  constructor(operand: Operand, alias?: string) {
    super(alias);
    this.#operand = operand;
  }

  override operand(): Operand {
    return this.#operand;
  }

  override items(): readonly SelectItem[] {
    const { expr, raw, at } = this.#operand;
    if (this.alias === undefined && raw && expr.kind === 'opaque') return readItems(raw, at);
    return [{ star: false, expr, name: this.alias }];
  }

  override relation(): Relation {
    const { at } = this.#operand;
    return readRelation(this.#operand.raw ?? inline(this.#operand), this.alias, at) ?? unknownRelation('the source of rows is not read', this.alias, { at });
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    switch (name) {
      case 'as':
        return new ExpressionValue(this.#operand, args.values[0] && nameOf(run, args.values[0], args.nodes[0] ?? args.call));
      case 'and':
      case 'or':
        // The wrapper of both sides is always parenthesised.
        return new ExpressionValue({ expr: combine([this.#operand, operandFromArguments(run, args)], name, atOf(args.call)), at: atOf(args.call) });
      case '$castTo':
      case '$notNull':
      case '$assertType':
      case 'toOperationNode':
        return this;
      default:
        return this.#aggregate(name, args, run);
    }
  }

  /** The methods of aggregate functions. */
  #aggregate(name: string, args: Arguments, run: Run): Value | undefined {
    const { expr, at } = this.#operand;
    if (expr.kind !== 'call') return undefined;
    const changed = (fields: Partial<typeof expr>): Value => new ExpressionValue({ expr: call({ ...expr, ...fields }), at }, this.alias);
    switch (name) {
      case 'distinct':
        return changed({ distinct: true });
      case 'filterWhere':
      case 'filterWhereRef':
        return changed({ filter: conjunction(expr.filter, operandFromArguments(run, args, name === 'filterWhereRef'), at) });
      case 'over':
        return changed({ over: overOf(run, args) });
      case 'orderBy':
      case 'withinGroupOrderBy':
        return changed({ orderBy: [...(expr.orderBy ?? []), ...orderOf(run, args)] });
      case 'clearOrderBy':
        return changed({ orderBy: undefined });
      case '$call':
        return args.values[0] && run.call(args.values[0], [this], args.call);
      default:
        return undefined;
    }
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof ExpressionValue && other.#operand === this.#operand && other.alias === this.alias ? this : undefined;
  }

  override fingerprint(): string {
    return `expression:${this.#operand.at.start}:${this.#operand.at.end}`;
  }
}

const conjunction = (filter: Expr | undefined, more: Operand, at: Span): Expr => (filter ? combine([{ expr: filter, at }, more], 'and', at) : more.expr);

/** `fn('name', [args])` */
export const functionCall = (run: Run, name: string, args: readonly Value[], nodes: readonly ts.Node[], at: ts.Node): ExpressionValue =>
  new ExpressionValue({ expr: call({ name: name.toLowerCase().split('.'), args: referenceList(run, args, nodes, at), at: atOf(at) }), at: atOf(at) });
