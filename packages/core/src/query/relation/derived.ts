import { factory, type NodeBase } from '../node.ts';
import type { Query } from '../statement/query.ts';

/** `[LATERAL] (query) AS alias (columns)`. */
export interface DerivedRelation extends NodeBase<'derived'> {
  readonly query: Query;
  readonly alias?: string | undefined;
  readonly columnAliases?: readonly string[] | undefined;
  readonly lateral: boolean;
}
export const derived = factory<DerivedRelation>('derived');
