import type { CheckReport, ProveReport } from './schema.ts';
import type { SuppressionsReport } from './suppressions-schema.ts';

/** The report as JSON, one value, ending in a newline. */
export const renderJson = (report: CheckReport | ProveReport | SuppressionsReport): string => `${JSON.stringify(report, null, 2)}\n`;
