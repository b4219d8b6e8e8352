import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { databaseProject, tenantscope } from './run.ts';

const migration = 'create table orders (id int primary key, tenant_id uuid not null); create table payments (id int primary key, tenant_id uuid not null);';
const config = "export default { tenant: { column: 'tenant_id' }, schema: { migrations: 'migrations/*.sql' } };";
const around = (body: string): string => `import { Pool } from 'pg';\nconst pool = new Pool();\n${body}\n`;
const projectOf = (files: Readonly<Record<string, string>>): string => databaseProject({ 'migrations/1.sql': migration, 'tenantscope.config.ts': config, ...files });

const job = '// tenantscope-allow no-unscoped-query system-job: nightly totals (until 2999-01-31, @ana)';
const expired = job.replace('2999', '2020');
const leak = "export const everything = () => pool.query('select * from orders');";

/** One file a case; each begins on line 3. */
const files = {
  'src/allowed.ts': around(`${job}\n${leak}`),
  'src/expired.ts': around(`${expired}\n${leak}`),
  'src/malformed.ts': around(`// tenantscope-allow no-unscoped-query\n${leak}`),
  'src/strings.ts': around(`export const text = '${job}';\nexport const everything = () => pool.query(\`\n${job.replace('//', '--')}\nselect * from orders\`);`),
  'src/two.ts': around(`${job}\nexport const everything = () => pool.query('select * from orders; select nosuchfunction() from payments');`),
  'src/unknown.ts': around(leak.replace(');', '); // tenantscope-allow no-unscoped-queries admin: staff only')),
  'src/unused.ts': around(`/* tenantscope-allow no-unscoped-query admin: staff only */\n\nexport const now = () => pool.query('select now()');`),
};
const allowed = { 'src/allowed.ts': files['src/allowed.ts'] };
const broken = { ...allowed, 'src/broken.ts': `${job}\nexport const = ;` };

interface Report {
  readonly summary: object;
  readonly sites: readonly { readonly file: string }[];
  readonly findings: readonly { readonly file: string; readonly rule: string; readonly line: number; readonly message: string; readonly why: string }[];
}

describe('check with suppressions', () => {
  let report: Report;
  beforeAll(async () => {
    const { code, stdout } = await tenantscope(['check', '--format', 'json'], { cwd: projectOf(files) });
    expect(code).toBe(1);
    report = JSON.parse(stdout) as Report;
  });
  const findingsIn = (file: string): readonly string[] => report.findings.filter((f) => f.file === file).map((f) => `${f.line} ${f.rule}`);
  const siteIn = (file: string) => report.sites.find((s) => s.file === file);

  it.each<[string, string, readonly string[]]>([
    ['takes a finding out', 'src/allowed.ts', []],
    ['reports one that cannot be read, beside the finding', 'src/malformed.ts', ['4 no-unscoped-query', '3 invalid-suppression']],
    ['reports one that names no rule, beside the finding', 'src/unknown.ts', ['3 no-unscoped-query', '3 invalid-suppression']],
    ['reports one that has expired, beside the finding', 'src/expired.ts', ['4 no-unscoped-query', '3 invalid-suppression']],
    ['reports one that suppresses nothing', 'src/unused.ts', ['3 invalid-suppression']],
    ['leaves the finding of another rule', 'src/two.ts', ['4 unproven-function']],
    ['does not read strings and templates', 'src/strings.ts', ['6 no-unscoped-query']],
  ])('%s', (_, file, findings) => {
    expect(findingsIn(file)).toEqual(findings);
  });

  it('keeps the verdict of a site, and says at it what answers for it', () => {
    const suppressions = [{ rule: 'no-unscoped-query', category: 'system-job', reason: 'nightly totals', until: '2999-01-31', owner: '@ana', line: 3 }];
    expect(siteIn('src/allowed.ts')).toMatchObject({ verdict: 'unscoped', suppressions });
    expect(siteIn('src/allowed.ts')).not.toHaveProperty('rule');
    expect(siteIn('src/two.ts')).toMatchObject({ verdict: 'unscoped', rule: 'unproven-function', suppressions });
  });

  it('counts a site as suppressed when no finding of it is left', () => {
    expect(report.summary).toMatchObject({ sites: 7, scoped: 1, unscoped: 5, unproven: 0, suppressed: 1 });
  });

  it('says what is wrong', () => {
    const wrong = report.findings.filter((f) => f.rule === 'invalid-suppression');
    expect(wrong.map((f) => f.file)).toEqual(['src/expired.ts', 'src/malformed.ts', 'src/unknown.ts', 'src/unused.ts']);
    expect(wrong[0]).toMatchObject({ severity: 'error', column: 1, message: 'this suppression has expired, so it suppresses nothing', why: expect.stringContaining('it held through 2020-01-31') as string });
    expect(wrong[2]).toMatchObject({ message: 'this suppression names no rule, so it suppresses nothing', why: expect.stringContaining('did you mean "no-unscoped-query"?') as string });
  });

  it('ends 0 when comments answer for all that is found', async () => {
    const { code, stdout } = await tenantscope(['check'], { cwd: projectOf(allowed) });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '1 query site: 0 scoped, 0 unscoped, 0 unproven, 1 suppressed, 0 unreadable (0.0 % proved)\n' });
  });

  it('does not hide what could not be read', async () => {
    const { code, stdout } = await tenantscope(['check'], { cwd: projectOf(broken) });
    expect(code).toBe(3);
    expect(stdout).toContain('src/broken.ts:2  not read');
  });
});

describe('baseline --suppressions', () => {
  it('lists every suppression with its state', async () => {
    const { code, stdout, stderr } = await tenantscope(['baseline', '--suppressions'], { cwd: projectOf(files) });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toBe(`src/allowed.ts:3  valid  no-unscoped-query  system-job: nightly totals (until 2999-01-31, @ana)
src/expired.ts:3  expired  no-unscoped-query  system-job: nightly totals (until 2020-01-31, @ana)
  why: it held through 2020-01-31: mend the query, or decide anew and give it a later date
src/malformed.ts:3  invalid  this suppression cannot be read, so it suppresses nothing
  why: its category is missing; it reads: // tenantscope-allow <rule> <category>: <reason> (until YYYY-MM-DD, owner)
src/two.ts:3  valid  no-unscoped-query  system-job: nightly totals (until 2999-01-31, @ana)
src/unknown.ts:3  invalid  this suppression names no rule, so it suppresses nothing
  why: there is no rule "no-unscoped-queries" to suppress; did you mean "no-unscoped-query"?
src/unused.ts:3  unused  no-unscoped-query  admin: staff only
  why: no query site that begins on the line below, or that stands on its line, has a finding of no-unscoped-query: remove it, or move it there

6 suppressions: 2 valid, 1 expired, 1 unused, 2 invalid, 0 unreadable
`);
  });

  it('ends 0 when all are valid, and marks what ends soon', async () => {
    const end = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
    const directory = projectOf({ 'src/a.ts': around(`${job.replace('2999-01-31', end)}\n${leak}`) });
    const output = join(directory, 'out.json');
    expect(await tenantscope(['baseline', '--suppressions', directory, '--format', 'json', '--output', output])).toMatchObject({ code: 0, stdout: '' });
    expect(JSON.parse(readFileSync(output, 'utf8'))).toMatchObject({ version: 1, summary: { suppressions: 1, valid: 1, expiringSoon: 1 }, suppressions: [{ file: 'src/a.ts', line: 3, state: 'valid', owner: '@ana' }] });
  });

  it('ends 3 when something could not be read', async () => {
    expect((await tenantscope(['baseline', '--suppressions', projectOf(broken)])).code).toBe(3);
  });
});
