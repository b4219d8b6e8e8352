import type { Expr } from '../expr/expr.ts';
import { factory, type NodeBase } from '../node.ts';
import type { TableRelation } from '../relation/table.ts';
import type { Statement } from './statement.ts';

/**
 * A statement no predicate can scope.
 * `effect`: `none` touches no row and no setting (BEGIN, SHOW …); `rows` reads or removes whole tables (TRUNCATE, COPY orders TO);
 * `unknown` cannot be decided from its text (DO, CALL, DDL …), with `cause` for people.
 */
export interface UtilityStatement extends NodeBase<'utility'> {
  readonly verb: string;
  readonly tables: readonly TableRelation[];
  readonly effect: 'none' | 'rows' | 'unknown';
  readonly cause?: string | undefined;
}
export const utility = factory<UtilityStatement>('utility');

/** SET / RESET / DISCARD of a session setting. `name` is lower case: `app.current_tenant`, `role`, `row_security`; `all` for RESET ALL. */
export interface SettingStatement extends NodeBase<'setting'> {
  readonly verb: 'SET' | 'RESET' | 'DISCARD';
  readonly name: string;
  readonly local: boolean;
  readonly value?: Expr | undefined;
}
export const setting = factory<SettingStatement>('setting');

/** A statement around another: EXPLAIN, DECLARE CURSOR, COPY (query) TO, PREPARE, CREATE TABLE AS. With a `cause`, the whole is at best unproven. */
export interface WrappedStatement extends NodeBase<'wrapped'> {
  readonly verb: string;
  readonly statement: Statement;
  readonly cause?: string | undefined;
}
export const wrapped = factory<WrappedStatement>('wrapped');

/** A statement that could not be read at all. */
export interface OpaqueStatement extends NodeBase<'opaque-statement'> {
  readonly rule: string;
  readonly cause: string;
}
export const opaqueStatement = factory<OpaqueStatement>('opaque-statement');
