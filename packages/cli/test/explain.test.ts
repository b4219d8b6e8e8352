import { describe, expect, it } from 'vitest';
import { databaseProject, project, tenantscope } from './run.ts';

const schema = `create table tenants (id uuid primary key, name text);
create table products (id int primary key, tenant_id uuid not null references tenants(id), name text);
create table orders (id int primary key, tenant_id uuid not null references tenants(id), product_id int, total int);`;

const leak = 'select o.id, p.name from orders o join products p on p.id = o.product_id where o.tenant_id = $1';

describe('explain a rule', () => {
  it('prints its page', async () => {
    const { code, stdout } = await tenantscope(['explain', 'no-unscoped-query']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# no-unscoped-query\n[\s\S]*## Fails[\s\S]*## Passes[\s\S]*## Remedy[\s\S]*## What it cannot see/);
  });

  it('names the nearest for a wrong one', async () => {
    const { code, stderr } = await tenantscope(['explain', 'no-unscoped-qury']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'error: there is no rule no-unscoped-qury; did you mean "no-unscoped-query"?\n' });
  });
});

describe('explain SQL', () => {
  it('shows the rows with which it leaks', async () => {
    const cwd = project({ 'schema.sql': schema });
    const { code, stdout } = await tenantscope(['explain', '--trusted', '$1', '--schema', 'schema.sql', '--sql', leak], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('no-unscoped-query  rows of products that belong to other tenants reach the result');
    expect(stdout).toContain('These rows of other tenants reach tenant A');
    // The product is a stranger's, the order the tenant's own.
    expect(stdout).toMatch(/ {2}products\n {4}database.*\n {4}[12] +other/);
    expect(stdout).toMatch(/ {2}orders\n {4}database.*\n {4}both +A/);
    expect(stdout).toMatch(/the result in database [12]: no rows/);
  });

  it('shows rows that are changed', async () => {
    const cwd = project({ 'schema.sql': schema });
    const { code, stdout } = await tenantscope(['explain', '--trusted', '$1', '--schema', 'schema.sql', '--sql', 'delete from orders where id = $2'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(/These rows of other tenants are changed on behalf of tenant A[\s\S]*before:\n[\s\S]*after: no rows/);
  });

  it('shows the proof of a scoped statement, and looks for no rows', async () => {
    const cwd = project({ 'schema.sql': schema });
    const { code, stdout } = await tenantscope(['explain', '--trusted', '$1', '--schema', 'schema.sql', 'select * from orders o where o.tenant_id = $1'], { cwd });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'scoped\n  orders as o\n    o.tenant_id = $1 (WHERE)\n    $1: named with --trusted\n' });
  });

  it('says so when no rows are found', async () => {
    const cwd = project({ 'schema.sql': schema });
    const { code, stdout } = await tenantscope(['explain', '--tries', '8', '--schema', 'schema.sql', '--trusted', '$1', '--sql', 'select 1 from orders where 2 < 1 + (0 * id)'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('no rows were found with which it leaks: it ran in 8 of 8 pairs of databases');
  });

  it('says what is missing without a schema', async () => {
    const { code, stdout } = await tenantscope(['explain', '--trusted', '$1', '--sql', leak], { cwd: project({}) });
    expect(code).toBe(1);
    expect(stdout).toContain('no SQL schema is known, so no rows can be looked for');
  });

  it('leaves out what PostgreSQL in process cannot make, and says so', async () => {
    const cwd = project({ 'schema.sql': `${schema}\ncreate extension postgis;` });
    const { stdout } = await tenantscope(['explain', '--trusted', '$1', '--schema', 'schema.sql', '--sql', leak], { cwd });
    expect(stdout).toContain('These rows of other tenants reach tenant A');
    expect(stdout).toContain('not made: create extension postgis');
  });

  it.each([
    [['--sql', ''], 'there is no SQL statement to explain'],
    [[], 'nothing to explain'],
    [['missing.ts:3'], 'there is no file missing.ts'],
    [['--tries', '0', '--sql', 'select 1'], 'from 1 to 100000'],
    [['--schema', 'nothing.sql', '--sql', 'select 1'], 'nothing.sql'],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await tenantscope(['explain', ...args], { cwd: project({}) });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('is incomplete when the schema is read in part', async () => {
    const cwd = project({ 'schema.sql': `${schema}\ncreate tabel x (;` });
    const { code, stdout } = await tenantscope(['explain', '--trusted', '$1', '--schema', 'schema.sql', '--tries', '2', '--sql', 'select * from orders where tenant_id = $1'], { cwd });
    expect(code).toBe(3);
    expect(stdout).toContain('not read');
  });
});

describe('explain a query site', () => {
  const files = {
    'schema.sql': schema,
    'tenantscope.config.json': '{ "tenant": { "column": "tenant_id", "root": "tenants.id", "types": ["TenantId"] }, "schema": { "migrations": "schema.sql" } }',
    'src/a.ts': `import type { Kysely } from 'kysely';
export type TenantId = string & { readonly brand: 'tenant' };
interface DB { orders: { id: number; tenant_id: string; product_id: number; total: number }; products: { id: number; tenant_id: string; name: string } }
export const names = (db: Kysely<DB>, tenant: TenantId) =>
  db.selectFrom('orders as o').innerJoin('products as p', 'p.id', 'o.product_id').where('o.tenant_id', '=', tenant).select('p.name').execute();
`,
  };

  it('shows its rows, from anywhere', async () => {
    const cwd = databaseProject(files);
    const { code, stdout } = await tenantscope(['explain', `${cwd}/src/a.ts:5`]);
    expect(code).toBe(1);
    expect(stdout).toContain('select in names');
    expect(stdout).toContain('These rows of other tenants reach tenant A');
  });

  it('names the lines that have one', async () => {
    const cwd = databaseProject(files);
    const { code, stderr } = await tenantscope(['explain', 'src/a.ts:1'], { cwd });
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'error: src/a.ts:1 has no query site; the nearest are on line 5\n' });
  });
});
