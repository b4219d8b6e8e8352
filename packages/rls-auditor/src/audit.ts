import { createHash } from 'node:crypto';
import type { Configuration } from '@tenantscope/core';
import type { Snapshot } from './catalog/snapshot.ts';
import { type Finding, runCheck, type Severity } from './checks/check.ts';
import { checks } from './checks/index.ts';
import { type Facts, factsOf, movedTo } from './facts/facts.ts';

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

const checked = (facts: Facts): Audit => ({ facts, findings: inOrder(checks.flatMap((check) => runCheck(check, facts))) });

/** Proves what can be proved from a snapshot and runs every check. Await `loadSqlReader()` of the core first. */
export const auditSnapshot = (snapshot: Snapshot, configuration: Configuration): Audit => checked(factsOf(snapshot, configuration));

/** All that proofs depend on. The name of a database and its neighbours say nothing of its tables; its owner does. */
const provenFrom = ({ server, databases, ...rest }: Snapshot): string => {
  const own = databases.find((d) => d.name === server.database);
  return createHash('sha256').update(JSON.stringify([{ ...server, database: '' }, own && { ...own, name: '' }, rest])).digest('base64');
};

/** How many databases are remembered that are unlike each other. */
const remembered = 4;

/** Audits one database after the other. What was proved of one is not proved again of another that is the same. */
export const openAuditor = (configuration: Configuration): ((snapshot: Snapshot) => Audit) => {
  const known = new Map<string, Facts>();
  return (snapshot) => {
    const key = provenFrom(snapshot);
    const same = known.get(key);
    const facts = same ? movedTo(same, snapshot) : factsOf(snapshot, configuration);
    known.delete(key);
    known.set(key, facts);
    for (const oldest of [...known.keys()].slice(0, -remembered)) known.delete(oldest);
    return checked(facts);
  };
};
