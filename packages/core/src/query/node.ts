/** Half-open range of UTF-16 offsets into the source a front end read (a statement's text or a TypeScript file). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What every node of the query IR carries. */
export interface NodeBase<Kind extends string> {
  readonly kind: Kind;
  /** Where the front end read the node; absent for nodes it made up. */
  readonly at?: Span | undefined;
}

/** A frozen-node factory: `create({ … })` adds the kind. */
export const factory =
  <N extends NodeBase<string>>(kind: N['kind']) =>
  (fields: Omit<N, 'kind'>): N =>
    Object.freeze({ kind, ...fields }) as N;
