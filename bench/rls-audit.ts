import { existsSync, readFileSync } from 'node:fs';
import { loadSqlReader } from '@tenantscope/core';
import { openServer, type Server } from '@tenantscope/testing';
import pg from 'pg';
import { auditSnapshot, type Connection, openAuditor, readSnapshot, type Relation, type Snapshot } from 'rls-audit';
import { configuration, healthy } from '../packages/rls-auditor/test/audit.ts';

const rounds = 5;
const tables = 500;

/** Two policies each. */
const tableSql = (i: number): string =>
  `create table t${i} (id uuid primary key, tenant_id uuid not null references tenants, a int, b text, c timestamptz, d numeric, e jsonb); create index on t${i} (tenant_id);
  alter table t${i} enable row level security, force row level security; create policy p on t${i} using (tenant_id = app.current_tenant());
  create policy q on t${i} as restrictive for update using (tenant_id = app.current_tenant()); grant select, insert, update, delete on t${i} to app_rw;`;

/** What splinter takes for granted: its roles, schemas and a setting of PostgREST. */
const supabase = `create role anon; create role authenticated; create role service_role; create schema auth; create schema storage; create schema extensions;
  create table auth.users (id uuid primary key); create table storage.buckets (id text, name text, public bool); create table storage.objects (id uuid, bucket_id text);
  create function auth.uid() returns uuid language sql stable as 'select null::uuid';`;

const best = async (work: () => Promise<unknown>): Promise<number> => {
  let least = Infinity;
  for (let i = 0; i < rounds; i += 1) {
    const started = performance.now();
    await work();
    least = Math.min(least, performance.now() - started);
  }
  return least;
};

/** Each lint stands alone here: one that asks for what plain PostgreSQL lacks does not end the others. */
const splinterOn = async (client: pg.Client, sql: string): Promise<{ readonly milliseconds: number; readonly failed: string | undefined }> => {
  await client.query("set pgrst.db_schemas = 'public'; set search_path = ''");
  try {
    return { milliseconds: await best(() => client.query(sql)), failed: undefined };
  } catch (error) {
    return { milliseconds: Number.NaN, failed: error instanceof Error ? error.message : String(error) };
  } finally {
    await client.query('reset search_path');
  }
};

const connectionOf = (client: pg.Client): Connection => ({ query: async (sql, parameters = []) => (await client.query<Record<string, unknown>>(sql, [...parameters])).rows });

/** A snapshot with as many tables as wanted, each like one that is there. */
const enlarged = (snapshot: Snapshot, wanted: number): Snapshot => {
  const numbered = snapshot.relations.filter((r) => /^t\d+$/.test(r.name));
  const copies = Array.from({ length: wanted }, (_, i) => ({ ...structuredClone(numbered[i % numbered.length]), name: `t${i}` }) as Relation);
  return { ...snapshot, relations: [...snapshot.relations.filter((r) => !numbered.includes(r)), ...copies] };
};

/** Whether many tables cost more than as many times a few. */
const measureGrowth = (snapshot: Snapshot): void => {
  const [few, many] = [2000, 20_000].map((wanted) => {
    const large = enlarged(snapshot, wanted);
    const started = performance.now();
    auditSnapshot(large, configuration);
    return (performance.now() - started) / wanted;
  });
  console.log(`rls-audit, 20,000 tables: ${((many ?? 0) * 20).toFixed(1)} s, ${((many ?? 0) / (few ?? 1)).toFixed(2)} times as much a table as with 2,000`);
};

const fleet = 200;
const atOnce = 8;

/** As many databases that are the same: one, to which a new connection is made each time. */
const measureFleet = async (server: Server): Promise<void> => {
  const audit = openAuditor(configuration);
  const started = performance.now();
  let left = fleet;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const client = new pg.Client({ connectionString: server.url() });
      await client.connect();
      audit(await readSnapshot(connectionOf(client)));
      await client.end();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  console.log(`rls-audit, ${fleet} databases that are the same, ${tables} tables each: ${((performance.now() - started) / 1000).toFixed(1)} s (≤ 20)`);
};

const measure = async (server: Server, splinter: string | undefined): Promise<void> => {
  await server.exec(`begin; ${healthy} ${Array.from({ length: tables }, (_, i) => tableSql(i)).join('\n')} commit`);
  await server.exec('analyze');
  const client = new pg.Client({ connectionString: server.url() });
  await client.connect();
  const connection = connectionOf(client);
  const read = await best(() => readSnapshot(connection));
  const snapshot = await readSnapshot(connection);
  const judge = await best(() => Promise.resolve(auditSnapshot(snapshot, configuration)));
  const memory = process.memoryUsage().rss / 2 ** 20;
  console.log(`rls-audit, ${tables} tables, ${2 * tables} policies: catalog ${read.toFixed(0)} ms, judged ${judge.toFixed(0)} ms, ${(read + judge).toFixed(0)} ms in all (≤ 150), ${memory.toFixed(0)} MB (≤ 200)`);
  if (splinter === undefined) console.log('rls-audit against splinter: set SPLINTER to its splinter.sql');
  else {
    await client.query(supabase);
    const { milliseconds, failed } = await splinterOn(client, splinter);
    console.log(failed === undefined ? `rls-audit against splinter: ${milliseconds.toFixed(0)} ms, ratio ${((read + judge) / milliseconds).toFixed(2)} (≤ 0.5)` : `splinter does not run: ${failed}`);
  }
  await client.end();
  measureGrowth(snapshot);
  await measureFleet(server);
};

/** The auditor on a real server, against splinter's SQL on the same one where a copy of that is at hand. */
export const benchRlsAudit = async (): Promise<void> => {
  await loadSqlReader();
  const path = process.env['SPLINTER'];
  const server = await openServer();
  try {
    await measure(server, path !== undefined && existsSync(path) ? readFileSync(path, 'utf8') : undefined);
  } finally {
    await server.close();
  }
};
