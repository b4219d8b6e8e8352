import { factory, type NodeBase } from '../node.ts';
import type { Expr } from './expr.ts';

export interface TypeName {
  /** Canonical PostgreSQL name, without `pg_catalog`: `int4`, `uuid`, `text`, `app.tenant`. */
  readonly name: string;
  /** `varchar(3)`, `numeric(10,2)`: the cast may cut the value. */
  readonly modifier: boolean;
  readonly array: boolean;
}

/** `arg::type`. */
export interface CastExpr extends NodeBase<'cast'> {
  readonly arg: Expr;
  readonly type: TypeName;
}
export const cast = factory<CastExpr>('cast');
