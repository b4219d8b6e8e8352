import type { AuditReport } from './report.ts';

/** The report that a text holds; undefined when it is none of version 1. */
export const parseReport = (text: string): AuditReport | undefined => {
  try {
    const parsed = JSON.parse(text) as Partial<AuditReport> | null;
    const databases: readonly Partial<AuditReport['databases'][number]>[] = Array.isArray(parsed?.databases) ? parsed.databases : [{}];
    const isReport = parsed?.version === 1 && databases.every((d) => Array.isArray(d.findings) && Array.isArray(d.incomplete));
    return isReport ? (parsed as AuditReport) : undefined;
  } catch {
    return undefined;
  }
};
