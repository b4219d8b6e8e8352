import type { BetweenExpr } from './between.ts';
import type { CallExpr } from './call.ts';
import type { CaseExpr } from './case.ts';
import type { CastExpr } from './cast.ts';
import type { ColumnExpr } from './column.ts';
import type { CompareExpr } from './compare.ts';
import type { ConstantExpr } from './constant.ts';
import type { DefaultExpr } from './default.ts';
import type { InListExpr } from './in-list.ts';
import type { AndExpr, NotExpr, OrExpr } from './logic.ts';
import type { OpaqueExpr } from './opaque.ts';
import type { OperatorExpr } from './operator.ts';
import type { ParamExpr } from './param.ts';
import type { ArrayExpr, RowExpr } from './row.ts';
import type { SubqueryExpr } from './subquery.ts';
import type { TestExpr } from './test.ts';

/** Every expression kind; the visitor lists them all, so a new kind is a compile error until it is handled. */
export type Expr =
  | ColumnExpr
  | ParamExpr
  | ConstantExpr
  | CompareExpr
  | InListExpr
  | AndExpr
  | OrExpr
  | NotExpr
  | TestExpr
  | BetweenExpr
  | CallExpr
  | CastExpr
  | CaseExpr
  | RowExpr
  | ArrayExpr
  | SubqueryExpr
  | OperatorExpr
  | DefaultExpr
  | OpaqueExpr;
