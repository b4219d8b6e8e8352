import { openServer, type Server } from '@tenantscope/testing';
import * as kysely from 'kysely';
import { Kysely } from 'kysely';
import pg from 'pg';
import type { ScopedKysely } from 'scoped-kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DB } from '../support/schema.ts';
import { type Opener, openWorld, rowsOfA, rowsOfB, type World } from '../support/worlds.ts';
import { differ } from './differ.ts';

let server: Server;
const clients: pg.Client[] = [];

const world = async (name: string, rows: string, opener?: Opener): Promise<World> => {
  await server.exec(`create database ${name}`);
  const client = new pg.Client({ connectionString: server.url(name) });
  await client.connect();
  clients.push(client);
  return openWorld(client, rows, opener);
};

const seedsFrom = (first: number, count: number): readonly number[] => Array.from({ length: count }, (_, i) => first + i);

/** The reader of operation nodes is the same for both versions of Kysely; the older one is asked less. */
const usual = 'AlterTypeNode' in kysely ? 5000 : 500;

beforeAll(async () => {
  server = await openServer();
});

afterAll(async () => {
  for (const client of clients) await client.end();
  await server.close();
});

describe('random programs of one tenant', () => {
  it('show and change the same, whether other tenants have rows or not', async () => {
    const [both, alone] = [await world('both_worlds', rowsOfA + rowsOfB), await world('alone', rowsOfA)];
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
    const [both, alone] = [await world('plain_both', rowsOfA + rowsOfB, plain), await world('plain_alone', rowsOfA, plain)];
    const { programs, differences } = await differ(both, alone, seedsFrom(1, 200));
    expect(differences.length / programs).toBeGreaterThan(0.3);
  });
});
