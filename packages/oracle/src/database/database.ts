/** A PostgreSQL that is ours alone: nothing in it is worth keeping. */
export interface Database {
  /** Runs statements without results. */
  readonly exec: (sql: string) => Promise<void>;
  /** Rows of one statement; `parameters` are `$1`, `$2` … */
  readonly query: (sql: string, parameters?: readonly unknown[]) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly close: () => Promise<void>;
}
