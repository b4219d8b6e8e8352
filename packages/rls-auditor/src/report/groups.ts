import { groupBy } from '../group.ts';
import type { DatabaseReport } from './report.ts';

/** Databases of which the same is to be said. */
export interface Group {
  readonly report: DatabaseReport;
  readonly names: readonly string[];
}

const sameness = (d: DatabaseReport): string => JSON.stringify([d.fingerprint ?? d.name, d.server, d.findings, d.matrix, d.connects, d.incomplete, d.assumptions]);

/** Databases with the same fingerprint and the same findings are one group, in the order of their first. */
export const groupsOf = (databases: readonly DatabaseReport[]): readonly Group[] =>
  [...groupBy(databases, sameness).values()].flatMap((same) => (same[0] ? [{ report: same[0], names: same.map((d) => d.name) }] : []));
