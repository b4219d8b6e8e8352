import * as v from 'valibot';
import { incompleteSchema } from './schema.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const place = v.pipe(v.number(), v.integer(), v.minValue(1));

/** `expiresInDays` is there where a suppression that holds has an end: 0 is its last day. What could not be read has no rule. */
const suppression = v.strictObject({
  file: v.string(),
  line: place,
  column: place,
  endLine: place,
  endColumn: place,
  state: v.picklist(['valid', 'expired', 'unused', 'invalid']),
  rule: v.optional(v.string()),
  category: v.optional(v.string()),
  reason: v.optional(v.string()),
  until: v.optional(v.string()),
  owner: v.optional(v.string()),
  expiresInDays: v.optional(count),
  problem: v.optional(v.strictObject({ kind: v.string(), message: v.string(), why: v.string() })),
});

/** What `tenantscope baseline --suppressions --format json` prints. `today` is the day, of UTC, on which they are judged. */
export const suppressionsReportSchema = v.strictObject({
  version: v.literal(1),
  today: v.string(),
  summary: v.strictObject({ suppressions: count, valid: count, expired: count, unused: count, invalid: count, expiringSoon: count, unreadable: count }),
  suppressions: v.pipe(v.array(suppression), v.readonly()),
  incomplete: v.pipe(v.array(incompleteSchema), v.readonly()),
});

export type SuppressionsReport = Readonly<v.InferOutput<typeof suppressionsReportSchema>>;
export type ListedSuppression = SuppressionsReport['suppressions'][number];
