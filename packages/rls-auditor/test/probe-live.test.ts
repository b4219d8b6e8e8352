import { loadSqlReader } from '@tenantscope/core';
import { openServer, type Server } from '@tenantscope/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditSnapshot } from '../src/audit.ts';
import { connected, snapshotOf } from '../src/catalog/connect.ts';
import { probeLive } from '../src/probe/live.ts';
import { configuration, healthy } from './audit.ts';
import { told } from './probed.ts';

beforeAll(() => loadSqlReader());

describe('the live probe', () => {
  let server: Server;

  beforeAll(async () => {
    server = await openServer();
    await server.exec(`begin; ${healthy}; create policy open on docs for select using (title = 'x'); create role asker login password 'asker' bypassrls; grant select on all tables in schema public to asker; grant app_rw to asker;
      insert into tenants values ('00000000-0000-4000-8000-000000000001', 'a'); insert into docs values ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', 'x');
      insert into lines values ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'); create role stranger login password 'stranger'; commit`);
  }, 60_000);

  afterAll(() => server.close());

  const asked = async (user: string): Promise<string[]> => {
    const url = server.url('postgres', user);
    const { facts } = auditSnapshot(await snapshotOf(url), configuration);
    return (await connected(url, (connection) => probeLive(connection, facts))).probed.map(told);
  };

  it('sees rows where there is no tenant, and writes nothing', async () => {
    const before = await server.query("select sum(n_tup_ins + n_tup_upd + n_tup_del)::int as n, (select count(*)::int from docs) as rows from pg_stat_user_tables");
    expect((await asked('asker')).sort()).toEqual(['select docs: leaks (missing)', 'select lines: held', 'select tenants: held']);
    expect(await server.query("select sum(n_tup_ins + n_tup_upd + n_tup_del)::int as n, (select count(*)::int from docs) as rows from pg_stat_user_tables")).toEqual(before);
  });

  it('shows nothing when it may not become the role', async () => {
    expect((await asked('stranger')).every((line) => line.endsWith(': unreached'))).toBe(true);
  });
});
