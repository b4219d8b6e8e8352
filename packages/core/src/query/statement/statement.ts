import type { DeleteStatement } from './delete.ts';
import type { InsertStatement } from './insert.ts';
import type { MergeStatement } from './merge.ts';
import type { Query } from './query.ts';
import type { UpdateStatement } from './update.ts';
import type { OpaqueStatement, SettingStatement, UtilityStatement, WrappedStatement } from './utility.ts';

/** One statement: what a query site sends. */
export type Statement =
  | Query
  | InsertStatement
  | UpdateStatement
  | DeleteStatement
  | MergeStatement
  | UtilityStatement
  | SettingStatement
  | WrappedStatement
  | OpaqueStatement;
