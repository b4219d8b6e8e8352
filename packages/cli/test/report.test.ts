import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { databaseProject, project, tenantscope } from './run.ts';

const files = {
  'migrations/1.sql': 'create table orders (id int primary key, tenant_id uuid not null);',
  'tenantscope.config.ts': "export default { tenant: { column: 'tenant_id' }, schema: { migrations: 'migrations/*.sql' } };",
  'src/a.ts': "import { Pool } from 'pg';\nconst pool = new Pool();\nexport const everything = () => pool.query('select * from orders');\n",
};
const formats = ['pretty', 'json', 'sarif', 'sarif-github', 'github', 'junit', 'html', 'markdown'];

describe('the formats of a report', () => {
  let cwd = '';
  beforeAll(async () => {
    cwd = databaseProject(files);
    expect((await tenantscope(['check', '--format', 'json', '--output', 'check.json'], { cwd })).code).toBe(1);
  });

  it.each(formats)('%s is the same from check and from its report', async (format) => {
    const checked = await tenantscope(['check', '--format', format], { cwd });
    const reported = await tenantscope(['report', 'check.json', '--format', format], { cwd });
    expect(reported).toEqual({ code: 0, stdout: checked.stdout, stderr: '' });
    expect(reported.stdout).toContain(format === 'junit' ? '<failure' : 'no-unscoped-query');
  });

  it('quotes the sources of the project that is named', async () => {
    const file = join(cwd, 'check.json');
    const elsewhere = project({});
    const [named, here] = await Promise.all([tenantscope(['report', file, '--directory', cwd], { cwd: elsewhere }), tenantscope(['report', file], { cwd: elsewhere })]);
    expect([named, here].map((o) => o.stdout.includes("pool.query('select * from orders')"))).toEqual([true, false]);
  });

  it('writes to a file', async () => {
    expect(await tenantscope(['report', 'check.json', '--format', 'sarif', '--output', 'check.sarif'], { cwd })).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(JSON.parse(readFileSync(join(cwd, 'check.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
  });

  it('calls files as the repository does', async () => {
    const root = databaseProject(Object.fromEntries(Object.entries({ ...files, 'tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "nodenext" }, "include": ["src"] }' }).map(([path, text]) => [`apps/api/${path}`, text])));
    writeFileSync(join(root, '.git'), '');
    expect((await tenantscope(['check', 'apps/api', '--format', 'github', '--no-store'], { cwd: root })).stdout).toContain('::error file=apps/api/src/a.ts,line=3,');
  });

  it.each<[string, readonly string[], string]>([
    ['a file that is missing', ['missing.json'], 'error: missing.json cannot be read'],
    ['a file that is no report', ['tsconfig.json'], 'error: tsconfig.json is no report that this tenantscope can read'],
    ['a format that is none', ['check.json', '--format', 'pdf'], "error: option '--format <format>' argument 'pdf' is invalid. Allowed choices are pretty, json, sarif, sarif-github, github, junit, "],
    ['a directory that is none', ['check.json', '--directory', 'nowhere'], 'error: there is no directory nowhere'],
  ])('refuses %s', async (_, args, message) => {
    expect(await tenantscope(['report', ...args], { cwd })).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) as string });
  });
});
