import { PostgresDialect } from 'kysely';
import type { Server } from '@tenantscope/testing';
import pg from 'pg';
import Cursor from 'pg-cursor';
import { ddl, rowsOfA, rowsOfB } from './worlds.ts';

/** Policies as the README has them: nothing without a tenant. The application owns nothing and bypasses nothing. */
const policies = `
  create role app login password 'app';
  ${['customers', 'orders'].map((table) => `alter table ${table} enable row level security; alter table ${table} force row level security;
  create policy tenant on ${table} using (tenant_id = nullif(current_setting('app.current_tenant', true), '')) with check (tenant_id = nullif(current_setting('app.current_tenant', true), ''));`).join('\n')}
  grant select, insert, update, delete on all tables in schema public to app;`;

/** A database with tenants a and b behind row-level security. */
export const openDatabase = async (server: Server, name: string): Promise<void> => {
  await server.exec(`create database ${name}`);
  const admin = new pg.Client({ connectionString: server.url(name) });
  await admin.connect();
  await admin.query(ddl + rowsOfA + rowsOfB);
  await admin.query((await admin.query("select 1 from pg_roles where rolname = 'app'")).rowCount === 0 ? policies : policies.replace(/create role[^;]*;/, ''));
  await admin.end();
};

export interface AppPool {
  readonly pool: pg.Pool;
  readonly dialect: PostgresDialect;
  /** Statements in the order in which they were sent. */
  readonly sent: string[];
}

/** The application's pool, with an ear at what is sent. */
export const appPool = (url: string, max = 4, options?: string): AppPool => {
  const sent: string[] = [];
  class Listening extends pg.Client {
    override query(...args: readonly unknown[]): never {
      const [first] = args;
      sent.push(typeof first === 'string' ? first : String((first as { readonly text?: string }).text));
      return (super.query as unknown as (...given: readonly unknown[]) => never).apply(this, args as never);
    }
  }
  const pool = new pg.Pool({ connectionString: url, max, Client: Listening, ...(options !== undefined && { options }) });
  pool.on('error', () => undefined);
  return { pool, sent, dialect: new PostgresDialect({ pool, cursor: Cursor }) };
};
