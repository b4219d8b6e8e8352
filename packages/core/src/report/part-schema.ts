import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const position = v.pipe(v.number(), v.integer());
/** Said in full: what the compiler infers for lists in lists is deeper than it follows where the package is used. */
const list = <T>(item: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, readonly T[]> => v.pipe(v.array(item), v.readonly());
const names = list(v.string());

/** An index into `nodes`. */
const node = count;
/** What one node has to do with others. */
const nodesOf = v.pipe(v.tuple([node, list(node)]), v.readonly());

/** `at`: an index into `files`, and where the text starts and ends there. */
const refusal = v.strictObject({
  verdict: v.picklist(['unscoped', 'unproven']),
  rule: v.string(),
  message: v.string(),
  why: v.string(),
  table: v.optional(v.string()),
  at: v.optional(v.pipe(v.tuple([count, position, position]), v.readonly())),
});

const facts = v.strictObject({
  trust: v.picklist(['trusted', 'untrusted', 'unknown']),
  nonNull: v.boolean(),
  label: v.string(),
  origin: v.string(),
  rule: v.optional(v.string()),
});

const value = v.strictObject({ key: v.string(), facts, open: v.boolean(), trace: list(v.strictObject({ node, message: v.string() })) });

const escape = v.strictObject({ reason: v.optional(v.string()), ticket: v.optional(v.string()), actor: v.optional(v.string()), tables: names, declared: v.boolean() });

/** One state in which a query was executed, or went out of sight. `values`: of those that are not scoped. */
const outcome = v.strictObject({
  root: node,
  entry: node,
  verdict: v.picklist(['scoped', 'unscoped', 'unproven']),
  operation: v.string(),
  tables: names,
  refusals: list(refusal),
  values: v.optional(list(value)),
  leaves: v.optional(v.literal(true)),
  escape: v.optional(escape),
});

/** `lost`: what is said of it when it is seen to start, and no more. */
const root = v.strictObject({ node, lost: v.optional(outcome) });

const found = {
  outcomes: list(outcome),
  roots: list(root),
  casts: list(v.pipe(v.tuple([node, v.boolean()]), v.readonly())),
  escaped: list(node),
  consumed: list(node),
  reached: list(node),
  callers: list(nodesOf),
  answered: list(nodesOf),
  finds: list(v.strictObject({ path: v.string(), from: count })),
};

const left = v.strictObject({ node, ...found });

/** What the run of one entry found. `cause`: why it was not followed to its end. `known`: what was known of it before: called, handed on. */
const entry = v.strictObject({
  entry: node,
  known: v.pipe(v.tuple([v.boolean(), v.boolean()]), v.readonly()),
  cause: v.optional(v.string()),
  ...found,
  left: list(left),
});

const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/**
 * What `tenantscope check --shard` writes. `of` says which part it is; `made` what judged, and by what options: parts belong together when
 * all of it is equal. `digest` is the SHA-256 of the JSON without it.
 */
export const partSchema = v.strictObject({
  kind: v.literal('tenantscope-part'),
  version: v.literal(1),
  part: v.strictObject({ index: v.pipe(count, v.minValue(1)), count: v.pipe(count, v.minValue(1)) }),
  /** As it was given on the command line. */
  asked: v.strictObject({ directory: v.string(), config: v.optional(v.string()), tsconfig: v.optional(v.string()) }),
  made: v.strictObject({ tool: v.string(), code: hash, node: v.string(), configuration: hash, inputs: hash }),
  /** The project's sources → the SHA-256 of their text. */
  sources: v.record(v.string(), hash),
  /** SQL that the code reads → the SHA-256 of its text; null when there is no such file. */
  texts: v.record(v.string(), v.nullable(hash)),
  files: names,
  /** Index into `files`, position, end, kind. */
  nodes: list(v.pipe(v.tuple([count, position, position, count]), v.readonly())),
  entries: list(entry),
  digest: hash,
});

export type Part = Readonly<v.InferOutput<typeof partSchema>>;
export type PartEntry = Part['entries'][number];
export type PartOutcome = PartEntry['outcomes'][number];
export type PartLog = Omit<PartEntry, 'entry' | 'known' | 'cause' | 'left'>;

/** Undefined for anything else. */
export const readPart = (value: unknown): Part | undefined => {
  const result = v.safeParse(partSchema, value);
  return result.success ? result.output : undefined;
};
