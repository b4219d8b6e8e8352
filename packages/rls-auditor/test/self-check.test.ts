import { openServer, type Server } from '@tenantscope/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selfCheck } from '../src/index.ts';
import { healthy } from './audit.ts';

let server: Server;

beforeAll(async () => {
  server = await openServer();
  await server.exec(`begin; ${healthy} alter role app_rw password 'app_rw'; alter table docs no force row level security;
    create role exempt login bypassrls password 'exempt'; create role relative login password 'relative' in role app_owner; commit`);
  await server.exec('create database empty');
}, 60_000);

afterAll(() => server.close());

const checkAs = async (user: string, database = 'postgres'): Promise<readonly string[]> => {
  const client = new pg.Client({ connectionString: server.url(database, user) });
  await client.connect();
  try {
    const { safe, problems, role } = await selfCheck({ query: async (sql) => (await client.query<Record<string, unknown>>(sql)).rows });
    expect(role).toBe(user);
    expect(safe).toBe(problems.length === 0);
    return problems;
  } finally {
    await client.end();
  }
};

describe('selfCheck', () => {
  it.each([
    ['app_rw', []],
    ['postgres', ['postgres is a superuser: no policy applies to it']],
    ['exempt', ['exempt has BYPASSRLS: no policy applies to it']],
    ['relative', ['relative is not held to the policies of docs: it owns them, or inherits from their owner, and row security is not forced']],
  ])('%s', async (user, problems) => {
    expect(await checkAs(user)).toEqual(problems);
  });

  it('does not take a database without row security for a safe one', async () => {
    expect(await checkAs('app_rw', 'empty')).toEqual(['no table of this database has row security']);
  });
});
