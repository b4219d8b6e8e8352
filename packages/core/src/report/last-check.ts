import * as v from 'valibot';
import { checkReportSchema } from './schema.ts';

/**
 * What `check` keeps for editors. `files`: SHA-256, in hexadecimal, of the text of each file as it was judged, without a byte order
 * mark. `texts`: by file and fingerprint the source text of the query sites that have findings, by which they are found again.
 * `contexts`: of all query sites, what of their own file they depend on: when it has changed, a proof is of other code.
 */
const lastCheckSchema = v.strictObject({
  version: v.literal(1),
  /** Absolute; the paths of files are relative to it. */
  directory: v.string(),
  /** ISO 8601. */
  time: v.string(),
  report: checkReportSchema,
  files: v.record(v.string(), v.string()),
  texts: v.record(v.string(), v.record(v.string(), v.string())),
  contexts: v.record(v.string(), v.record(v.string(), v.string())),
});

export type LastCheck = Readonly<v.InferOutput<typeof lastCheckSchema>>;

/** Undefined for anything else, also for what another version wrote. */
export const parseLastCheck = (json: string): LastCheck | undefined => {
  try {
    const result = v.safeParse(lastCheckSchema, JSON.parse(json));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
};
