import { loadSqlReader } from '@tenantscope/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { auditSnapshot } from '../src/audit.ts';
import { openInProcess } from '../src/catalog/in-process.ts';
import { readSnapshot } from '../src/catalog/read.ts';
import type { Snapshot } from '../src/catalog/snapshot.ts';
import { probe } from '../src/probe/probe.ts';
import { type Repair, tryRepairs } from '../src/repair/repair.ts';
import { rebuild } from '../src/shadow/rebuild.ts';
import { configuration, healthy } from './audit.ts';
import { mutators } from './mutants/mutators.ts';
import { schemaOf, styles } from './mutants/schemas.ts';

beforeAll(() => loadSqlReader());

/** A healthy database after as much harm as it takes at once. */
const harmed = async (schema: string, harms: readonly string[]): Promise<Snapshot> => {
  const database = await openInProcess();
  try {
    await database.run(`begin; ${schema}`);
    for (const sql of harms)
      try {
        await database.run(`savepoint harm; ${sql}`);
      } catch {
        // What an earlier harm left no room for.
        await database.run('rollback to savepoint harm');
      }
    await database.run('reset role; commit');
    return await readSnapshot(database);
  } finally {
    await database.close();
  }
};

const repairsOf = async (snapshot: Snapshot, attack: boolean): Promise<readonly Repair[]> => {
  const audit = auditSnapshot(snapshot, configuration);
  const shadow = await rebuild(snapshot);
  try {
    return await tryRepairs(audit, shadow, configuration, attack ? await probe(audit.facts, shadow, { tries: 2 }) : undefined);
  } finally {
    await shadow.database.close();
  }
};

describe('repairs', () => {
  it('of policies work, against the attacks that showed the leaks, too', async () => {
    const repairs = await repairsOf(await harmed(healthy, ['create policy open on docs for select using (true); alter table lines disable row level security; create view v as select * from docs; grant select on v to app_rw']), true);
    expect(repairs.map((r) => `${r.finding.rule} ${r.finding.object.name} ${r.tried}`).sort()).toEqual(['leaking-policy docs works', 'leaking-view v works', 'row-security-off lines works']);
  });

  it('that do not help are called so', async () => {
    const snapshot = await harmed(healthy, ['create policy open on docs for select using (true)']);
    const audit = auditSnapshot(snapshot, configuration);
    const shadow = await rebuild(snapshot);
    const withFix = (fix: string) => ({ ...audit, findings: audit.findings.map((f) => ({ ...f, fix })) });
    try {
      expect(await tryRepairs(withFix('select 1'), shadow, configuration)).toMatchObject([{ tried: 'does not help', why: 'it is found again afterwards' }]);
      expect(await tryRepairs(withFix('drop policy open on public.docs'), shadow, configuration)).toMatchObject([{ tried: 'cannot be tried', why: 'policy "open" for table "docs" does not exist' }]);
      expect(await tryRepairs(withFix('alter table public.docs disable row level security'), shadow, configuration)).toMatchObject([{ tried: 'does not help', why: 'app_rw insert docs is not proved any more' }]);
    } finally {
      await shadow.database.close();
    }
  });

  it.each(styles.slice(0, 2).map((s) => [s.name, s] as const))('work on the harm that is done to %s', async (_, style) => {
    const [first, second] = [0, 1].map((half) => mutators.filter((m, i) => i % 2 === half && m.unless?.(style) !== true).map((m) => m.sql(style)));
    const repairs = [...(await repairsOf(await harmed(schemaOf(style), first ?? []), false)), ...(await repairsOf(await harmed(schemaOf(style), second ?? []), false))];
    // Another database, an owner that people have to choose, policies that call themselves without end, and functions that nobody can look into.
    const beyond = (r: Repair): boolean => r.finding.rule === 'other-databases' || r.sql.includes('<') || /again, which PostgreSQL refuses|not known to be free/.test(r.finding.why);
    const failed = repairs.filter((r) => r.tried !== 'works' && r.tried !== 'not needed' && !beyond(r));
    expect(failed.map((r) => `${r.finding.rule} ${r.finding.object.name}: ${r.tried}: ${r.why ?? ''} (${r.finding.why})`)).toEqual([]);
    expect(repairs.length).toBeGreaterThan(20);
  });
});
