import * as kysely from 'kysely';
import { Kysely } from 'kysely';
import type { ScopedKysely } from 'scoped-kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DB } from '../support/schema.ts';
import { openWorldServer, type WorldServer } from '../support/world-server.ts';
import { type Opener, rowsOfA, rowsOfB } from '../support/worlds.ts';
import { differ } from './differ.ts';

let worlds: WorldServer;

const seedsFrom = (first: number, count: number): readonly number[] => Array.from({ length: count }, (_, i) => first + i);

/** The reader of operation nodes is the same for both versions of Kysely; the older one is asked less. */
const usual = 'AlterTypeNode' in kysely ? 5000 : 500;

beforeAll(async () => {
  worlds = await openWorldServer();
});

afterAll(async () => {
  await worlds.close();
});

describe('random programs of one tenant', () => {
  it('show and change the same, whether other tenants have rows or not', async () => {
    const [both, alone] = [await worlds.world('both_worlds', rowsOfA + rowsOfB), await worlds.world('alone', rowsOfA)];
    const first = Number(process.env['SCOPED_KYSELY_SEED'] ?? 1);
    const count = Number(process.env['SCOPED_KYSELY_PROGRAMS'] ?? usual);
    const report = await differ(both, alone, seedsFrom(first, count));
    console.log(`${report.programs} programs from seed ${first}: ${report.ran} ran, ${report.withRows} with rows, ${report.differences.length} differ; not run: ${JSON.stringify(report.failed)}`);
    expect(report.differences).toEqual([]);
    expect(report.ran / report.programs).toBeGreaterThan(0.8);
    expect(report.withRows / report.ran).toBeGreaterThan(0.5);
  }, 3_600_000);

  it('are told apart where nothing scopes them', async () => {
    const plain: Opener = (dialect) => new Kysely<DB>({ dialect }) as unknown as ScopedKysely<DB>;
    const [both, alone] = [await worlds.world('plain_both', rowsOfA + rowsOfB, { opener: plain }), await worlds.world('plain_alone', rowsOfA, { opener: plain })];
    const { programs, differences } = await differ(both, alone, seedsFrom(1, 200));
    expect(differences.length / programs).toBeGreaterThan(0.3);
  });
});
