import type { Configuration } from '@tenantscope/core';
import type { Snapshot } from './catalog/snapshot.ts';
import { type Finding, runCheck, type Severity } from './checks/check.ts';
import { checks } from './checks/index.ts';
import { type Facts, factsOf } from './facts/facts.ts';

/** What the catalog of one database says about its tenants. */
export interface Audit {
  readonly facts: Facts;
  readonly findings: readonly Finding[];
}

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

const place = ({ object: { kind, schema, name } }: Finding): string => `${schema ?? ''}.${name} ${kind}`;

/** Worst first, then by object. */
const inOrder = (findings: readonly Finding[]): readonly Finding[] =>
  [...findings].sort((a, b) => rank[a.severity] - rank[b.severity] || place(a).localeCompare(place(b), 'en') || a.rule.localeCompare(b.rule, 'en'));

/** Proves what can be proved from a snapshot and runs every check. Await `loadSqlReader()` of the core first. */
export const auditSnapshot = (snapshot: Snapshot, configuration: Configuration): Audit => {
  const facts = factsOf(snapshot, configuration);
  return { facts, findings: inOrder(checks.flatMap((check) => runCheck(check, facts))) };
};
