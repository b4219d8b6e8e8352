import { loadSqlReader } from '@tenantscope/core';
import { openServer, serverVersions } from '@tenantscope/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { auditSnapshot } from '../src/audit.ts';
import { snapshotOf, Unreachable } from '../src/catalog/connect.ts';
import { configuration, healthy } from './audit.ts';

beforeAll(() => loadSqlReader());

/** Every object of the server, with when it was last written. */
const everything = `select string_agg(line, ' ' order by line) as all from (
  select 'class ' || oid || ' ' || xmin as line from pg_class union all select 'proc ' || oid || ' ' || xmin from pg_proc
  union all select 'role ' || oid || ' ' || xmin from pg_authid union all select 'database ' || oid || ' ' || xmin from pg_database
  union all select 'setting ' || setdatabase || setrole || ' ' || xmin from pg_db_role_setting) s`;

describe.each(serverVersions)('PostgreSQL %i', (version) => {
  it('is read by a role without a right to any table, which leaves nothing behind', async () => {
    const server = await openServer(version);
    try {
      await server.exec(`begin; ${healthy}; create role auditor login password 'auditor'; commit`);
      const before = await server.query(everything);
      const snapshot = await snapshotOf(server.url('postgres', 'auditor'));
      expect(await server.query(everything)).toEqual(before);
      expect(Math.floor(snapshot.server.number / 10000)).toBe(version);
      expect(snapshot.server.user).toBe('auditor');
      const { facts, findings } = auditSnapshot(snapshot, configuration);
      expect(findings.filter((f) => f.severity === 'error')).toEqual([]);
      expect(facts.verdicts.filter((v) => v.verdict === 'unscoped' || v.verdict === 'unproven')).toEqual([]);
      expect(facts.verdicts.filter((v) => v.verdict === 'scoped')).toHaveLength(11);
    } finally {
      await server.close();
    }
  });
});

describe('a server that cannot be read', () => {
  const reasonOf = async (url: string): Promise<string> => {
    try {
      await snapshotOf(url);
    } catch (error) {
      if (error instanceof Unreachable) return error.message;
      throw error;
    }
    return 'it was read';
  };

  it('is told with its reason, and never with its password', async () => {
    const server = await openServer();
    try {
      expect(await reasonOf(server.url('postgres', 'postgres', 'wrong-secret'))).toMatch(/^the password is wrong, or there is no such user/);
      expect(await reasonOf(server.url('no such database'))).toMatch(/^there is no such database/);
      expect(await reasonOf(`${server.url()}?sslmode=require`)).toMatch(/^it does not speak TLS/);
      expect(await reasonOf(server.url('wrong-secret', 'postgres', 'wrong-secret'))).not.toContain('wrong-secret');
    } finally {
      await server.close();
    }
    expect(await reasonOf('postgres://nobody:secret@127.0.0.1:1/x')).toMatch(/^nothing listens there/);
  });
});
