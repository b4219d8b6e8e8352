import * as v from 'valibot';

/** The JSON that the commands print. It is a contract: keys are added, never changed, within a version. */

const verdict = v.picklist(['scoped', 'unscoped', 'unproven']);
const refused = v.picklist(['unscoped', 'unproven']);
const severity = v.picklist(['error', 'warning']);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const place = v.pipe(v.number(), v.integer(), v.minValue(1));
const names = v.pipe(v.array(v.string()), v.readonly());
const list = <const S extends v.GenericSchema>(item: S) => v.pipe(v.array(item), v.readonly());

/**
 * Counts by verdict; a site counts as suppressed instead when something answers for it. `escapes`: sites on handles of
 * `crossTenant`; the declared ones are suppressed. `unreadable`: inputs that could not be read.
 */
const summary = v.strictObject({ sites: count, scoped: count, unscoped: count, unproven: count, suppressed: count, escapes: count, unreadable: count });

const step = v.strictObject({ file: v.string(), line: place, message: v.string() });

export const incompleteSchema = v.strictObject({ file: v.optional(v.string()), line: v.optional(place), message: v.string() });

/** What a comment says about findings that it takes out of the report; the line is the comment's. */
const suppression = v.strictObject({
  rule: v.string(),
  category: v.string(),
  reason: v.string(),
  until: v.optional(v.string()),
  owner: v.optional(v.string()),
  line: place,
});

/** A query over several tenants' rows, as it is declared. What is only known at run time is absent. */
const escape = v.strictObject({ reason: v.optional(v.string()), ticket: v.optional(v.string()), actor: v.optional(v.string()), tables: names });

/** `fingerprint` stays the same when the site moves; no two sites of a file have the same. */
const site = v.strictObject({
  file: v.string(),
  line: place,
  column: place,
  function: v.string(),
  operation: v.string(),
  tables: names,
  verdict,
  rule: v.optional(v.string()),
  escape: v.optional(escape),
  suppressions: v.optional(list(suppression)),
  fingerprint: v.optional(v.string()),
});

/** `fingerprint` is that of its query site; a finding about a suppression has none. */
const finding = v.strictObject({
  rule: v.string(),
  verdict: refused,
  severity,
  message: v.string(),
  why: v.string(),
  file: v.string(),
  line: place,
  column: place,
  endLine: place,
  endColumn: place,
  function: v.string(),
  tables: names,
  trace: list(step),
  fix: v.optional(v.string()),
  fingerprint: v.optional(v.string()),
});

/** A finding that fails nothing: the baseline has it, or the state that `--since` names had it already. */
const knownFinding = v.strictObject({ ...finding.entries, known: v.picklist(['baseline', 'unchanged']) });

/** `known` is there when a baseline or `--since` was given. */
export const checkReportSchema = v.strictObject({
  version: v.literal(1),
  summary,
  assumptions: names,
  sites: list(site),
  findings: list(finding),
  known: v.optional(list(knownFinding)),
  incomplete: list(incompleteSchema),
});

const statementFinding = v.strictObject({
  rule: v.string(),
  verdict: refused,
  severity,
  message: v.string(),
  why: v.string(),
  line: place,
  column: place,
  endLine: place,
  endColumn: place,
});

const statement = v.strictObject({
  file: v.string(),
  index: count,
  line: place,
  sql: v.string(),
  verdict,
  rule: v.optional(v.string()),
  why: v.string(),
  tables: names,
  findings: list(statementFinding),
});

export const proveReportSchema = v.strictObject({
  version: v.literal(1),
  summary,
  assumptions: names,
  statements: list(statement),
  incomplete: list(incompleteSchema),
});

/** What `tenantscope check --format json` prints. Lines and columns start at 1; columns count UTF-16 units; ends are exclusive. */
export type CheckReport = Readonly<v.InferOutput<typeof checkReportSchema>>;
/** What `tenantscope prove --format json` prints. */
export type ProveReport = Readonly<v.InferOutput<typeof proveReportSchema>>;
export type Summary = Readonly<v.InferOutput<typeof summary>>;
export type ReportedSite = Readonly<v.InferOutput<typeof site>>;
export type ReportedSuppression = Readonly<v.InferOutput<typeof suppression>>;
export type ReportedEscape = Readonly<v.InferOutput<typeof escape>>;
export type ReportedFinding = Readonly<v.InferOutput<typeof finding>>;
export type KnownFinding = Readonly<v.InferOutput<typeof knownFinding>>;
export type ReportedStatement = Readonly<v.InferOutput<typeof statement>>;
export type StatementFinding = Readonly<v.InferOutput<typeof statementFinding>>;
/** An input that was not read, or not to its end: the run that has one is not complete. */
export type Incomplete = Readonly<v.InferOutput<typeof incompleteSchema>>;
