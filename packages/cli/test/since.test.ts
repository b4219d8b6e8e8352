import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { databaseProject, project, spawned } from './run.ts';

const files = {
  '.gitignore': 'node_modules\n',
  'package.json': '{ "name": "shop" }',
  'migrations/1.sql': 'create table orders (id int primary key, tenant_id uuid not null); create table payments (id int primary key, tenant_id uuid not null);',
  'tenantscope.config.ts': "export default { tenant: { column: 'tenant_id', sources: ['src/auth.ts#tenant'] }, schema: { migrations: 'migrations/*.sql' } };",
  'src/auth.ts': 'export function tenant(): string {\n  return String(process.env["TENANT"]);\n}\n',
  'src/old.ts': "import { Pool } from 'pg';\nconst pool = new Pool();\nexport const everything = () => pool.query('select * from orders');\n",
  'src/find.ts': "import { Pool } from 'pg';\nconst pool = new Pool();\nexport const find = (tenant: string) => pool.query('select * from payments where tenant_id = $1', [tenant]);\n",
  'src/page.ts': "import { tenant } from './auth.js';\nimport { find } from './find.js';\nexport const page = () => find(tenant());\n",
};

const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'init.defaultBranch=main', ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

const write = (cwd: string, changed: Readonly<Record<string, string>>): void => {
  for (const [file, text] of Object.entries(changed)) {
    mkdirSync(dirname(join(cwd, file)), { recursive: true });
    writeFileSync(join(cwd, file), text);
  }
};

const commit = (cwd: string): void => {
  git(cwd, 'add', '.');
  git(cwd, 'commit', '-qm', 'state');
};

const repositoryOf = (): string => {
  const cwd = databaseProject(files);
  git(cwd, 'init', '-q');
  commit(cwd);
  git(cwd, 'tag', 'start');
  return cwd;
};

const leftBehind = (): readonly string[] => readdirSync(tmpdir()).filter((n) => n.startsWith('tenantscope-since-'));

const since = async (cwd: string, ref = 'start', ...args: readonly string[]) => {
  const { code, stdout, stderr } = await spawned(['check', '--since', ref, '--format', 'json', '--no-store', ...args], { cwd });
  const report = (stdout === '' ? undefined : JSON.parse(stdout)) as { readonly findings: readonly { readonly file: string; readonly rule: string }[]; readonly known?: readonly { readonly file: string; readonly known: string }[]; readonly summary: { readonly unscoped: number } } | undefined;
  return { code, stderr, shown: report?.findings.map((f) => `${f.file} ${f.rule}`), known: report?.known?.map((f) => `${f.file} ${f.known}`), unscoped: report?.summary.unscoped };
};

describe('check --since', () => {
  it('shows what a change brings, and what it exposes in a file that it does not touch; it leaves nothing behind', async () => {
    const cwd = repositoryOf();
    write(cwd, {
      'src/old.ts': `// a remark\n${files['src/old.ts']}`,
      'src/new.ts': files['src/old.ts'].replace('orders', 'payments'),
      'src/page.ts': files['src/page.ts'].replace('page = () => find(tenant())', 'page = (body: { tenant: string }) => find(body.tenant)'),
    });
    const before = leftBehind();
    expect(await since(cwd)).toEqual({ code: 1, stderr: '', shown: ['src/new.ts no-unscoped-query', 'src/find.ts unproven-value'], known: ['src/old.ts unchanged'], unscoped: 2 });
    expect(leftBehind()).toEqual(before);
    expect(git(cwd, 'status', '--short')).toBe('M src/old.ts\n M src/page.ts\n?? src/new.ts');
    commit(cwd);
    expect(await since(cwd)).toMatchObject({ code: 1, shown: ['src/new.ts no-unscoped-query', 'src/find.ts unproven-value'] });
  });

  it('ends 0 where nothing is new', async () => {
    expect(await since(repositoryOf())).toEqual({ code: 0, stderr: '', shown: [], known: ['src/old.ts unchanged'], unscoped: 1 });
  });

  it('goes by the configuration of each state', async () => {
    const cwd = repositoryOf();
    write(cwd, { 'tenantscope.config.ts': files['tenantscope.config.ts'].replace("schema:", "tables: { shared: ['orders'] }, schema:") });
    commit(cwd);
    git(cwd, 'tag', 'shared');
    write(cwd, { 'tenantscope.config.ts': files['tenantscope.config.ts'] });
    expect(await since(cwd, 'shared')).toMatchObject({ code: 1, shown: ['src/old.ts no-unscoped-query'] });
  });

  it('compares with the last commit in common, not with what came after it elsewhere', async () => {
    const cwd = repositoryOf();
    git(cwd, 'checkout', '-qb', 'other');
    write(cwd, { 'src/new.ts': files['src/old.ts'].replace('orders', 'payments') });
    commit(cwd);
    git(cwd, 'checkout', '-q', 'main');
    write(cwd, { 'src/new.ts': files['src/old.ts'].replace('orders', 'payments') });
    expect(await since(cwd, 'other')).toMatchObject({ code: 1, shown: ['src/new.ts no-unscoped-query'] });
  });

  it('reads the packages of a workspace as they were', async () => {
    const cwd = databaseProject({
      ...files, 'package.json': '{ "name": "root", "workspaces": ["packages/*"] }',
      'packages/db/package.json': '{ "name": "@shop/db", "type": "module", "exports": "./index.ts" }',
      'packages/db/index.ts': "import { Pool } from 'pg';\nconst pool = new Pool();\nexport const paid = (tenant: string) => pool.query('select * from payments where tenant_id = $1', [tenant]);\n",
      'src/paid.ts': "import { paid } from '@shop/db';\nimport { tenant } from './auth.js';\nexport const all = () => paid(tenant());\n",
    });
    mkdirSync(join(cwd, 'node_modules/@shop'));
    symlinkSync('../../packages/db', join(cwd, 'node_modules/@shop/db'));
    git(cwd, 'init', '-q');
    commit(cwd);
    git(cwd, 'tag', 'start');
    write(cwd, { 'packages/db/index.ts': "import { Pool } from 'pg';\nconst pool = new Pool();\nexport const paid = (_tenant: string) => pool.query('select * from payments');\n" });
    expect(await since(cwd)).toMatchObject({ code: 1, shown: ['packages/db/index.ts no-unscoped-query'], known: ['src/old.ts unchanged'] });
  });

  it('shows everything where the state before cannot be judged', async () => {
    const cwd = repositoryOf();
    write(cwd, { 'tenantscope.config.ts': 'export default { nonsense: true };' });
    commit(cwd);
    git(cwd, 'tag', 'broken');
    write(cwd, { 'tenantscope.config.ts': files['tenantscope.config.ts'] });
    const outcome = await since(cwd, 'broken');
    expect(outcome).toMatchObject({ code: 1, shown: ['src/old.ts no-unscoped-query'], stderr: expect.stringMatching(/^the state at [0-9a-f]{12} cannot be judged, so everything is shown: error: .*unknown key "nonsense"/) as string });
  });

  it.each<[string, (cwd: string) => void, string, string]>([
    ['a name that is none', () => undefined, 'origin/nowhere', 'error: there is no commit origin/nowhere here; is it fetched? `git fetch origin nowhere`\n'],
    ['an option in disguise', () => undefined, '--output=x', 'error: there is no commit --output=x here'],
    ['a directory without git', (cwd) => { rmSync(join(cwd, '.git'), { recursive: true }); }, 'start', 'is in no git repository'],
  ])('refuses %s', async (_, prepare, ref, message) => {
    const cwd = repositoryOf();
    prepare(cwd);
    const { code, stdout, stderr } = await spawned(['check', `--since=${ref}`], { cwd });
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(message) as string });
  });

  it('says how to mend a shallow clone', async () => {
    const cwd = repositoryOf();
    write(cwd, { 'src/more.ts': 'export {};' });
    commit(cwd);
    const clone = join(project({}), 'clone');
    git(cwd, 'clone', '-q', '--depth', '1', `file://${cwd}`, clone);
    const { code, stderr } = await spawned(['check', '--since', 'HEAD~1'], { cwd: clone });
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'error: there is no commit HEAD~1 here; this clone is shallow. Fetch the history: `git fetch --unshallow`, or `fetch-depth: 0` of actions/checkout\n' });
  });
});
