import type { DeleteStatement } from './delete.ts';
import type { InsertStatement } from './insert.ts';
import type { MergeStatement } from './merge.ts';
import type { Query } from './query.ts';
import type { UpdateStatement } from './update.ts';

/** One common table expression. A data-modifying body runs even when nothing refers to it. */
export interface Cte {
  readonly name: string;
  readonly columnAliases?: readonly string[] | undefined;
  readonly body: Query | InsertStatement | UpdateStatement | DeleteStatement | MergeStatement;
}

/** A WITH clause. Under `recursive` every name is visible in every body; otherwise only earlier ones are. */
export interface With {
  readonly recursive: boolean;
  readonly ctes: readonly Cte[];
}
