import type { Configuration } from '@tenantscope/core';
import { type Audit, auditSnapshot } from '../audit.ts';
import { ofThisDatabase } from '../catalog/in-process.ts';
import { readCatalog } from '../catalog/read.ts';
import type { Finding } from '../checks/check.ts';
import type { Probe } from '../probe/probe.ts';
import { leaksBehind } from '../probe/told.ts';
import { serverless, type Shadow } from '../shadow/rebuild.ts';

/** What became of the repair of a finding when it was tried on a copy of the database. `not needed`: an earlier one did it. */
export type Tried = 'works' | 'not needed' | 'does not help' | 'cannot be tried';

export interface Repair {
  readonly finding: Finding;
  readonly sql: string;
  readonly tried: Tried;
  /** Why not, in PostgreSQL's words or ours. */
  readonly why?: string | undefined;
}

const identity = ({ rule, object, message, why }: Finding): string => JSON.stringify([rule, object, message, why]);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What some roles are not proved to do within their tenant: `app_rw select docs`. */
const openCells = ({ facts }: Audit, roles = facts.actingRoles): ReadonlySet<string> =>
  new Set(facts.verdicts.filter((v) => roles.includes(v.role)).filter((v) => v.verdict === 'unscoped' || v.verdict === 'unproven').map((v) => `${v.role} ${v.command} ${v.relation.name}`));

/** What only takes rights away makes nothing worse, though it may bring to light what they hid. */
const onlyTakes = (sql: string): boolean => sql.split(/;\s*/).every((s) => s.trim() === '' || /^(revoke|alter role)\b/i.test(s.trim()));

/** The repairs of one database, one on top of the other, in a transaction of the copy of which nothing stays. */
class Workshop {
  readonly #audit: Audit;
  readonly #shadow: Shadow;
  readonly #configuration: Configuration;
  #now: Audit;
  readonly done: string[] = [];

  constructor(audit: Audit, shadow: Shadow, configuration: Configuration) {
    this.#audit = audit;
    this.#now = audit;
    this.#shadow = shadow;
    this.#configuration = configuration;
  }

  async start(): Promise<void> {
    await this.#shadow.database.run("begin; set local search_path = ''");
    this.#now = await this.#judged();
  }

  async #judged(): Promise<Audit> {
    return auditSnapshot(serverless(await readCatalog(this.#shadow.database), this.#audit.facts.snapshot), this.#configuration);
  }

  /** As it can be run in a transaction, in the database of the copy. */
  tryable(sql: string): string {
    return ofThisDatabase(sql.replaceAll(/\bconcurrently\b/gi, ''), this.#audit.facts.snapshot.server.database);
  }

  /** The finding has to go, and nothing may come in its place. Twice, because what is repaired twice must not break. */
  async attempt(finding: Finding, sql: string): Promise<Repair> {
    if (!this.#now.findings.some((f) => identity(f) === identity(finding))) return this.done.length > 0 ? { finding, sql, tried: 'not needed' } : { finding, sql, tried: 'cannot be tried', why: 'it is not found in the copy' };
    const { database } = this.#shadow;
    await database.run('savepoint repair');
    try {
      await database.run(this.tryable(sql));
      await database.run(this.tryable(sql));
      const after = await this.#judged();
      const why = this.#objection(finding, after);
      if (why !== undefined) {
        await database.run('rollback to savepoint repair');
        return { finding, sql, tried: 'does not help', why };
      }
      this.#now = after;
      this.done.push(sql);
      return { finding, sql, tried: 'works' };
    } catch (error) {
      await database.run('rollback to savepoint repair');
      return { finding, sql, tried: 'cannot be tried', why: messageOf(error) };
    }
  }

  /** At the same object another cause may come to light, which has a repair of its own; more than before may not be open. */
  #objection(finding: Finding, after: Audit): string | undefined {
    if (after.findings.some((f) => identity(f) === identity(finding))) return 'it is found again afterwards';
    const before = openCells(this.#now);
    const opened = [...openCells(after, this.#now.facts.actingRoles)].find((cell) => !before.has(cell));
    if (opened !== undefined) return `${opened} is not proved any more`;
    if (onlyTakes(finding.fix ?? '')) return undefined;
    const known = new Set(this.#now.findings.map(identity));
    const fresh = after.findings.find((f) => f.severity === 'error' && !known.has(identity(f)) && (f.object.schema !== finding.object.schema || f.object.name !== finding.object.name));
    return fresh && `${fresh.rule} is found at ${fresh.object.name} instead`;
  }

  /** What is found now and has a repair that was not tried yet. */
  open(tried: readonly Repair[]): readonly Finding[] {
    const known = new Set(tried.map((r) => identity(r.finding)));
    return this.#now.findings.filter((f) => f.fix !== undefined && !known.has(identity(f)));
  }

  async close(): Promise<void> {
    await this.#shadow.database.run('rollback');
  }
}

/** How often what came to light, and what did not help at first, is tried again. */
const rounds = 3;

/** Attacks that get through in spite of all repairs. */
const confirmedBy = async (repairs: readonly Repair[], workshop: Workshop, audit: Audit, probed: Probe): Promise<readonly Repair[]> => {
  const all = workshop.done.map((sql) => workshop.tryable(sql)).join('\n');
  const checked: Repair[] = [];
  for (const repair of repairs) {
    const leaks = repair.tried === 'works' ? leaksBehind(repair.finding, audit.facts, probed) : [];
    let persists = false;
    for (const leak of leaks) persists ||= (await leak.persists?.(all)) === true;
    checked.push(persists ? { ...repair, tried: 'does not help', why: 'the attack still gets through' } : repair);
  }
  return checked;
};

/**
 * Tries the repair of each finding on a copy of the database, one on top of the other: the finding has to go, nothing may come
 * in its place, and the attack that showed it must fail. What does not help at first is tried again after the others.
 */
export const tryRepairs = async (audit: Audit, shadow: Shadow, configuration: Configuration, probed?: Probe): Promise<readonly Repair[]> => {
  const workshop = new Workshop(audit, shadow, configuration);
  await workshop.start();
  const repairs: Repair[] = [];
  try {
    for (const finding of audit.findings) if (finding.fix !== undefined) repairs.push(await workshop.attempt(finding, finding.fix));
    for (let round = 0; round < rounds; round += 1) {
      for (const finding of workshop.open(repairs)) if (finding.fix !== undefined) repairs.push(await workshop.attempt(finding, finding.fix));
      for (const [i, repair] of repairs.entries()) if (repair.tried === 'does not help') repairs[i] = await workshop.attempt(repair.finding, repair.sql);
    }
  } finally {
    await workshop.close();
  }
  // In the order in which they were done.
  const ordered = [...repairs].sort((a, b) => workshop.done.indexOf(a.sql) - workshop.done.indexOf(b.sql));
  return probed ? confirmedBy(ordered, workshop, audit, probed) : ordered;
};
