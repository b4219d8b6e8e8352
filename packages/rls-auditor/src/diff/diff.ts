import type { Configuration } from '@tenantscope/core';
import { type Audit, auditSnapshot } from '../audit.ts';
import type { Snapshot } from '../catalog/snapshot.ts';
import type { Finding } from '../checks/check.ts';
import { differences } from '../facts/fingerprint.ts';
import { rebuild } from '../shadow/rebuild.ts';
import { implies, type Reach, reachOf } from './cells.ts';
import { observeReach, type Seen } from './observe.ts';

/** How the rows that a role reaches with a command have changed. `undecided`: the conditions differ, and no row showed how. */
type Change = 'equal' | 'narrowed' | 'widened' | 'undecided';

export interface ChangedReach {
  readonly role: string;
  readonly schema: string;
  readonly name: string;
  readonly command: Reach['command'];
  readonly change: Exclude<Change, 'equal'>;
  readonly before: Reach['verdict'] | 'absent';
  readonly after: Reach['verdict'] | 'absent';
  /** A row that newly gets through, or the statement that newly works. */
  readonly row?: string | undefined;
}

export interface Diff {
  /** Objects that differ, as `kind name`. */
  readonly objects: readonly string[];
  readonly equal: number;
  readonly changed: readonly ChangedReach[];
  /** Findings of the second database that the first has not, and the reverse. */
  readonly found: readonly Finding[];
  readonly gone: readonly Finding[];
}

const identity = ({ rule, object, message }: Finding): string => JSON.stringify([rule, object, message]);

const without = (findings: readonly Finding[], others: readonly Finding[]): readonly Finding[] => {
  const known = new Set(others.map(identity));
  return findings.filter((f) => !known.has(identity(f)));
};

const reaches = (r: Reach | undefined): r is Reach => r !== undefined && r.verdict !== 'none';

/** Whether whatever the second lets through, the first does too, by the conditions alone. */
const covers = (wide: Reach, narrow: Reach): boolean => (narrow.rows ?? []).every((rows, side) => implies(rows, wide.rows?.[side] ?? [])) && narrow.rows?.length === wide.rows?.length;

/** Some rows come without any condition. */
const isUnbound = ({ rows }: Reach): boolean => rows?.some((condition) => condition.length === 0) === true;

const decided = (before: Reach | undefined, after: Reach | undefined, seen: Seen | undefined): Change => {
  if (!reaches(after)) return reaches(before) ? 'narrowed' : 'equal';
  if (!reaches(before)) return 'widened';
  const [narrower, wider] = [covers(before, after), covers(after, before)];
  // The same condition may be worth less than before: a type or a collation may have changed.
  const isWorse = before.verdict === 'scoped' && after.verdict !== 'scoped';
  if (narrower && !isWorse) return wider ? 'equal' : 'narrowed';
  if (seen?.wider !== undefined || (wider && isUnbound(after))) return 'widened';
  return seen?.narrower === undefined || wider ? 'undecided' : 'narrowed';
};

/** What one and what another database let roles reach, told apart by proof where the conditions are the same, and by rows where not. */
export const diff = async (one: Snapshot, two: Snapshot, configuration: Configuration): Promise<Diff> => {
  const audits: readonly [Audit, Audit] = [auditSnapshot(one, configuration), auditSnapshot(two, configuration)];
  const [before, after] = [reachOf(audits[0].facts), reachOf(audits[1].facts)];
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  const open = keys.flatMap((key) => {
    const [b, a] = [before.get(key), after.get(key)];
    return reaches(a) && (!reaches(b) || !covers(b, a)) && a.relation.kind !== 'foreign table' ? [a] : [];
  });
  const seen = open.length === 0 ? new Map<Reach, Seen>() : await observed(audits, open);
  const changed = keys.flatMap((key): readonly ChangedReach[] => {
    const [b, a] = [before.get(key), after.get(key)];
    const shown = a && seen.get(a);
    const change = decided(b, a, shown);
    const subject = a ?? b;
    if (change === 'equal' || !subject) return [];
    const { role, relation, command } = subject;
    return [{ role, schema: relation.schema, name: relation.name, command, change, before: b?.verdict ?? 'absent', after: a?.verdict ?? 'absent', ...(change === 'widened' && shown?.wider !== undefined && { row: shown.wider }) }];
  });
  const equal = keys.filter((key) => reaches(after.get(key)) && decided(before.get(key), after.get(key), undefined) === 'equal').length;
  return { objects: differences(one, two), equal, changed, found: without(audits[1].findings, audits[0].findings), gone: without(audits[0].findings, audits[1].findings) };
};

const observed = async ([{ facts: before }, { facts: after }]: readonly [Audit, Audit], open: readonly Reach[]): Promise<ReadonlyMap<Reach, Seen>> => {
  const shadows = [await rebuild(before.snapshot), await rebuild(after.snapshot)] as const;
  try {
    return await observeReach({ facts: before, shadow: shadows[0] }, { facts: after, shadow: shadows[1] }, open);
  } finally {
    for (const { database } of shadows) await database.close();
  }
};
