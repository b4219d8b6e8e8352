import * as v from 'valibot';
import { type CheckReport, checkReportSchema } from './schema.ts';

/** The report that `check --format json` has written; undefined for anything else, also for what another version wrote. */
export const parseReport = (json: string): CheckReport | undefined => {
  try {
    const result = v.safeParse(checkReportSchema, JSON.parse(json.replace(/^\ufeff/, '')));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
};
