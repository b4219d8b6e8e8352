import type { CheckReport, ProveReport } from './schema.ts';

/** The report as JSON, one value, ending in a newline. */
export const renderJson = (report: CheckReport | ProveReport): string => `${JSON.stringify(report, null, 2)}\n`;
