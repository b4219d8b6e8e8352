import type { DerivedRelation } from './derived.ts';
import type { FunctionRelation } from './function.ts';
import type { JoinRelation } from './join.ts';
import type { OpaqueRelation } from './opaque.ts';
import type { TableRelation } from './table.ts';

/** Every kind of item in FROM, USING and MERGE … USING. */
export type Relation = TableRelation | DerivedRelation | FunctionRelation | JoinRelation | OpaqueRelation;
