/** What people have decided, of what cannot be found out. */
export interface Choices {
  readonly provenance: 'callers' | 'names';
  /** The candidates that are trusted, as the configuration names them. */
  readonly trusted: ReadonlySet<string>;
  /** The tables with the same rows for everyone. */
  readonly shared: ReadonlySet<string>;
}
