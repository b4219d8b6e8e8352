import { loadParser } from '@tenantscope/command';
import { readAccess, readSchema, type Schema } from '@tenantscope/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { findCi } from '../../src/init/found/ci.ts';
import { findOwnership } from '../../src/init/found/ownership.ts';
import { findInstallation } from '../../src/init/found/package-manager.ts';
import { findRepository } from '../../src/init/found/repository.ts';
import { findRoles } from '../../src/init/found/roles.ts';
import { findSetting } from '../../src/init/found/setting.ts';
import { findSqlSchema } from '../../src/init/found/sql-files.ts';
import { findOverrides, findTenantColumn } from '../../src/init/found/tenant-column.ts';
import { findTenantRoot } from '../../src/init/found/tenant-root.ts';
import { project } from '../run.ts';

const schemaOf = (text: string): Schema => readSchema([{ name: '1.sql', text }]).schema;
const accessOf = (text: string) => readAccess([{ name: '1.sql', text }]);

beforeAll(loadParser);

describe('the tenant column and the root', () => {
  it.each([
    ['by the usual name', 'create table orgs (id int primary key); create table a (id int, org_id int references orgs (id)); create table b (org_id int)', 'org_id', 'orgs.id'],
    ['by the table that most refer to', 'create table shops (id int primary key); create table a (s int references shops (id)); create table b (s int references shops (id)); create table c (s int references shops (id), team_id int)', 's', 'shops.id'],
    ['by the table that it is called after', 'create table project (id int primary key); create table environment (id int primary key, project_id int); create table a (project_id int, environment_id int); create table b (project_id int, environment_id int); create table c (environment_id int)', 'project_id', 'project.id'],
    ['not by who has made a row', 'create table users (id int primary key); create table a (created_by int references users (id)); create table b (user_id int references users (id), tenant_id int)', 'tenant_id', undefined],
    ['not where two tables are called so', 'create table org (id int primary key); create table organizations (id int primary key); create table a (org_id int)', 'org_id', undefined],
    ['not at all', 'create table a (id int); create table b (id int)', undefined, undefined],
  ])('%s', (_name, text, column, root) => {
    const schema = schemaOf(text);
    expect(findTenantColumn(schema, undefined, [])?.value).toBe(column);
    expect(findTenantRoot(schema, column ?? 'tenant_id', [])?.value).toBe(root);
  });

  it('by the policies, whatever the column is called', () => {
    const text = `create table firms (id int primary key); create table a (firm int, team_id int); create table b (firm int, team_id int);
create policy p on firms using (id = current_setting('app.firm')::int); create policy p on a using (current_setting('app.firm')::int = firm); create policy p on b using (firm = (select nullif(current_setting('app.firm', true), '')::int))`;
    const schema = schemaOf(text);
    const access = accessOf(text);
    const column = findTenantColumn(schema, { globs: [], files: 1, schema, access, problems: [] }, []);
    expect(column?.value).toBe('firm');
    expect(findTenantRoot(schema, 'firm', access.comparisons)?.value).toBe('firms.id');
  });

  it('by the code, where no schema is known', () => {
    const texts = ['where org_id = $1 and x.org_id = y.org_id', 'org_id, org_id, account_id'];
    expect(findTenantColumn(undefined, undefined, texts)?.value).toBe('org_id');
    expect(findTenantColumn(undefined, undefined, ['org_id', 'organization_id'])).toBeUndefined();
    expect(findTenantColumn(schemaOf('create table a (id int)'), undefined, texts)).toBeUndefined();
  });

  it('under another name in some tables', () => {
    const schema = schemaOf('create table a (organization_id int); create table b (org_id int); create table auth.c ("organizationId" int); create table d (org_id int, organisation_id int); create table e (team_id int)');
    expect(findOverrides(schema, 'organization_id')).toEqual(new Map([['b', 'org_id'], ['auth.c', 'organizationId']]));
  });
});

describe('whose rows tables hold', () => {
  const found = (text: string) => {
    const { via, open } = findOwnership({ tenant: { column: 'tenant_id', root: 'tenants.id' } }, schemaOf(`create table tenants (id int primary key); create table orders (id int primary key, tenant_id int, unique (tenant_id, id)); ${text}`));
    return { via: Object.fromEntries([...via].map(([table, { value }]) => [table, value])), open: open.map((o) => o.value) };
  };

  it.each([
    ['through a parent', 'create table items (order_id int not null references orders (id))', { items: 'orders(order_id)' }, []],
    ['through a parent of a parent', 'create table notes (i int not null references items (id)); create table items (id int primary key, order_id int not null); alter table items add foreign key (order_id) references orders (id); drop table notes; create table notes (i int not null references items (id))', { items: 'orders(order_id)', notes: 'items(i)' }, []],
    ['not where the key may be empty', 'create table items (order_id int references orders (id))', {}, ['items']],
    ['not by a column without a key', 'create table items (order_id int not null)', {}, ['items']],
    ['not by a key to something else than the identity', 'create table codes (id int primary key, tenant_id int, code int unique); create table items (code int not null references codes (code))', {}, ['items']],
    ['rather through the parent that takes its rows along', 'create table people (id int primary key, tenant_id int); create table items (by int not null references people (id), order_id int not null references orders (id) on delete cascade)', { items: 'orders(order_id)' }, []],
    ['of nobody that is known', 'create table countries (code text primary key); create view v as select * from countries', {}, ['countries']],
  ])('%s', (_name, text, via, open) => {
    expect(found(text)).toEqual({ via, open });
  });
});

describe('roles and settings', () => {
  it('are read off grants and policies', () => {
    const access = accessOf(`create role boss superuser; create role worker; create function tenant() returns int language sql as $$ select current_setting('app.t')::int $$;
grant select on a to boss, worker, public; grant usage on schema x to clerk; revoke select on a from thief; grant insert on a to "odd name"; alter default privileges grant select on tables to later;
create policy p on a to reader using (tenant_id = tenant()); create policy q on a using (user_id = current_setting('app.u')::int);
-- migrate:down
grant select on a to gone`);
    expect(findRoles(access).map((r) => r.value)).toEqual(['worker', 'odd name', 'later', 'reader']);
    const { setting, functions, others } = findSetting(access, 'tenant_id', undefined);
    expect([setting?.value, functions.map((f) => f.value), others]).toEqual(['app.t', ['tenant'], ['app.u']]);
  });
});

describe('where the SQL is', () => {
  const table = (name: string): string => `create table ${name} (id int)`;
  it.each([
    ['numbered files in a folder', { 'x/001.sql': table('a'), 'x/002.sql': 'alter table a add b int' }, ['x/*.sql']],
    ['one file', { 'db/structure.sql': table('a') }, ['db/structure.sql']],
    ['Prisma', { 'prisma/migrations/2020_a/migration.sql': table('a'), 'prisma/migrations/2021_b/migration.sql': table('b') }, ['prisma/migrations/*/migration.sql']],
    ['ways there and back', { 'm/1.do.a.sql': table('a'), 'm/1.undo.a.sql': 'drop table a' }, ['m/*.do.*.sql']],
    ['Flyway', { 'm/V1__a.sql': table('a'), 'm/U1__a.sql': 'drop table a' }, ['m/V*.sql']],
    ['folders of several databases', { 'migrations/x/1.sql': table('a'), 'migrations/y/1.sql': table('b') }, ['migrations/x/*.sql', 'migrations/y/*.sql']],
    ['a folder with a name that globs know', { 'app/(db)/[x]/migrations/1.sql': table('a') }, ['app/[(]db[)]/[[]x[]]/migrations/*.sql']],
    ['what makes the most tables', { 'schema.sql': `${table('a')}; ${table('b')}`, 'migrations/1.sql': table('a') }, ['schema.sql']],
    ['not of tests, of other databases, or installed', { 'test/fixtures/1.sql': table('a'), 'mysql/1.sql': table('a'), 'node_modules/x/1.sql': table('a'), 'db/seeds.sql': table('a') }, undefined],
    ['not without tables', { 'migrations/1.sql': 'select 1' }, undefined],
  ])('%s', (_name, files, globs) => {
    expect(findSqlSchema(project(files))?.globs).toEqual(globs);
  });

  it('says what it cannot read', () => {
    const found = findSqlSchema(project({ 'migrations/1.sql': table('a'), 'migrations/2.sql': new Uint8Array([0xff, 0xfe, 0x41]), 'migrations/3.sql': 'create tabel b' }));
    expect(found?.problems.map((p) => p.file)).toEqual(['migrations/2.sql', 'migrations/3.sql']);
  });
});

describe('what is around a project', () => {
  it.each([
    ['workflows', { '.github/workflows/a.yml': 'x', '.gitlab-ci.yml': 'x' }, 'github', undefined],
    ['a pipeline', { '.gitlab-ci.yml': 'x', '.git/config': 'url = git@github.com:a/b' }, 'gitlab', undefined],
    ['a remote', { '.git/config': 'url = https://github.example.com/a/b' }, 'github', undefined],
    ['another remote', { '.git/config': 'url = ssh://git@gitlab.com/a/b' }, 'gitlab', undefined],
    ['a gate', { '.github/workflows/b.yaml': 'run: npx tenantscope check' }, 'github', '.github/workflows/b.yaml'],
    ['nothing', {}, 'other', undefined],
  ])('the CI system, by %s', (_name, files, system, present) => {
    const found = findCi(findRepository(project({ '.git/HEAD': '', ...files })));
    expect([found.system, found.present]).toEqual([system, present]);
  });

  it('the repository, also of a worktree', () => {
    const directory = project({ 'main/.git/config': 'url = github', 'main/.git/worktrees/w/commondir': '../..\n', 'apps/api/package.json': '{}' });
    const worktree = project({ '.git': `gitdir: ${directory}/main/.git/worktrees/w\n`, 'apps/api/package.json': '{}' });
    expect(findRepository(`${worktree}/apps/api`)).toEqual({ root: worktree, path: 'apps/api', configuration: 'url = github' });
    expect(findRepository(`${directory}/apps/api`)).toEqual({ root: `${directory}/apps/api`, path: '.', configuration: '' });
  });

  it.each([
    ['pnpm at the root', { 'pnpm-lock.yaml': '', 'package.json': '{}' }, 'pnpm', '.'],
    ['npm in the project', { 'apps/api/package-lock.json': '{}', 'yarn.lock': '' }, 'npm', 'apps/api'],
    ['nothing but a package.json', { 'apps/api/package.json': '{}' }, 'npm', 'apps/api'],
  ])('how it is installed: %s', (_name, files, name, at) => {
    const root = project({ 'apps/api/tsconfig.json': '{}', ...files });
    expect(findInstallation(`${root}/apps/api`, root)).toMatchObject({ name, at });
  });
});
