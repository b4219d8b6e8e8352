import { call, type Expr, type Relation, type SelectItem, type Span } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import type { Arguments, Foreign } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import type { Value } from '../../flow/value.ts';
import { readItems, readRelation } from '../sql-text/read.ts';
import { unknownRelation } from './lower.ts';
import { combine, inline, type Operand } from './operand.ts';
import { atOf, nameOf, operandFromArguments, orderOf, referenceList, settle } from './operands.ts';
import { overOf } from './over.ts';
import { SqlValue } from './sql-value.ts';

/** What follows AS: a name, or text that may also name columns (`f(id, name)`). */
export interface Alias {
  readonly name: string;
  readonly text?: string | undefined;
}

/** Anything of Kysely's that compiles to an SQL expression. */
export class ExpressionValue extends SqlValue {
  readonly #operand: Operand;
  readonly #alias: Alias | undefined;

  constructor(operand: Operand, alias?: Alias) {
    super(alias?.name);
    this.#operand = operand;
    this.#alias = alias;
  }

  override operand(): Operand {
    return this.#operand;
  }

  override items(): readonly SelectItem[] {
    const { expr, raw, at } = this.#operand;
    if (this.alias === undefined && raw && expr.kind === 'opaque') return readItems(raw, at);
    return [{ star: false, expr, name: this.alias }];
  }

  override relation(_run: Run, lateral: boolean): Relation {
    const { at } = this.#operand;
    const relation = readRelation(this.#operand.raw ?? inline(this.#operand), this.#alias, at);
    if (!relation) return unknownRelation('the source of rows is not read', this.alias, { at });
    return lateral && relation.kind === 'derived' ? { ...relation, lateral } : relation;
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    switch (name) {
      case 'as':
        return new ExpressionValue(this.#operand, aliasOf(run, args));
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
    const changed = (fields: Partial<typeof expr>): Value => new ExpressionValue({ expr: call({ ...expr, ...fields }), at }, this.#alias);
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

/** A name, or a fragment that is nothing but text. */
export const textOf = (run: Run, value: Value, node: ts.Node): string | undefined => {
  const v = settle(run, value, node);
  if (!(v instanceof ExpressionValue)) return nameOf(run, v, node);
  const pieces = v.operand().raw ?? [];
  return pieces.length > 0 && pieces.every((p) => p.kind === 'text') ? pieces.map((p) => p.text).join('') : undefined;
};

export const aliasOf = (run: Run, args: Arguments): Alias | undefined => {
  const [value] = args.values;
  const node = args.nodes[0] ?? args.call;
  if (!value) return undefined;
  const name = nameOf(run, value, node);
  if (name !== undefined) return { name };
  const text = textOf(run, value, node);
  return text === undefined ? undefined : { name: text.replace(/\(.*/s, '').trim(), text };
};

const conjunction = (filter: Expr | undefined, more: Operand, at: Span): Expr => (filter ? combine([{ expr: filter, at }, more], 'and', at) : more.expr);

/** `fn('name', [args])` */
export const functionCall = (run: Run, name: string, args: readonly Value[], nodes: readonly ts.Node[], at: ts.Node): ExpressionValue =>
  new ExpressionValue({ expr: call({ name: name.toLowerCase().split('.'), args: referenceList(run, args, nodes, at), at: atOf(at) }), at: atOf(at) });
