/** A file as it is to be. */
export interface PlannedFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** A few words: what it is for. */
  readonly what: string;
  /** What it holds now; undefined: there is none. */
  readonly before?: string | undefined;
}
