import { loadSqlReader } from '@tenantscope/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { auditSnapshot } from '../src/audit.ts';
import { openInProcess } from '../src/catalog/in-process.ts';
import { readSnapshot } from '../src/catalog/read.ts';
import { judgeStatements, readStatements } from '../src/statements/recorded.ts';
import { audit, configuration, healthy } from './audit.ts';

beforeAll(() => loadSqlReader());

const verdictOf = async (sql: string, schema = healthy): Promise<string> => {
  const { facts } = await audit(schema);
  const { findings, counts } = judgeStatements(facts, [{ role: 'app_rw', sql, calls: 3 }]);
  if (counts.left > 0) return 'left';
  return findings.map((f) => `${f.severity}: ${f.message}`).join() || 'scoped';
};

const leaks = 'error: app_rw ran it 3 times, and it reaches rows of other tenants';
const open = `${healthy} create policy open on docs for select using (title = 'x'); alter table lines disable row level security;`;

describe('recorded statements', () => {
  it.each([
    ['a read without a condition', 'select * from docs', 'scoped'],
    ['a count', 'select count(*) from docs where title = $1', 'scoped'],
    ['a join', 'select d.title, l.id from docs d join lines l on l.doc_id = d.id where d.id = $1', 'scoped'],
    ['an update', 'update docs set title = $1 where id = $2', 'scoped'],
    ['a delete', 'delete from lines where doc_id = $1', 'scoped'],
    ['an insert, which policies check', 'insert into docs (id, tenant_id, title) values ($1, $2, $3)', 'scoped'],
    ['an insert of what was read', 'insert into lines (id, tenant_id, doc_id) select $1, tenant_id, id from docs', 'scoped'],
    ['what touches no table', "select set_config('app.current_tenant', $1, $2)", 'left'],
    ['the end of a transaction', 'commit', 'left'],
  ])('are held by policies: %s', async (_, sql, expected) => {
    expect(await verdictOf(sql)).toBe(expected);
  });

  it.each([
    ['a read of a leaking table', 'select * from docs', leaks],
    ['its own condition on the tenant', 'select * from docs where tenant_id = app.current_tenant()', 'scoped'],
    ['a delete without row security', 'delete from lines where doc_id = $1', leaks],
    ['its own condition, without row security', 'delete from lines where doc_id = $1 and tenant_id = app.current_tenant()', 'scoped'],
    ['a tenant that was not recorded', 'select * from lines where tenant_id = $1', 'warning: app_rw ran it 3 times, and it is not proved to keep to one tenant'],
  ])('of open tables are judged as they stand: %s', async (_, sql, expected) => {
    expect(await verdictOf(sql, open)).toBe(expected);
  });

  it('of other roles are counted and left', async () => {
    const { facts } = await audit(healthy);
    expect(judgeStatements(facts, [{ role: 'postgres', sql: 'select * from docs', calls: 1 }]).counts).toMatchObject({ judged: 0, left: 1 });
  });

  it('are read where the extension is', async () => {
    const database = await openInProcess(['pg_stat_statements']);
    try {
      const empty = await readSnapshot(database);
      expect(await readStatements(database, empty)).toBeUndefined();
      await database.run(`begin; ${healthy}; commit; create schema stats; create extension pg_stat_statements schema stats`);
      const snapshot = await readSnapshot(database);
      const recorded = await readStatements(database, snapshot);
      expect(Array.isArray(recorded)).toBe(true);
      const { facts } = auditSnapshot(snapshot, configuration);
      expect(judgeStatements(facts, recorded ?? []).findings).toEqual([]);
    } finally {
      await database.close();
    }
  });
});
