import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { databaseProject, tenantscope } from './run.ts';

const migration = 'create table orders (id int primary key, tenant_id uuid not null); create table payments (id int primary key, tenant_id uuid not null);';
const config = "export default { tenant: { column: 'tenant_id' }, schema: { migrations: 'migrations/*.sql' } };";
const code = (...queries: readonly string[]): string => `import { Pool } from 'pg';\nconst pool = new Pool();\n${queries.join('\n')}\n`;
const orders = "export const everything = () => pool.query('select * from orders');";
const payments = "export const paid = () => pool.query('select * from payments');";
const projectOf = (files: Readonly<Record<string, string>>): string => databaseProject({ 'migrations/1.sql': migration, 'tenantscope.config.ts': config, ...files });

interface Report {
  readonly findings: readonly { readonly rule: string; readonly file: string; readonly line: number }[];
  readonly known?: readonly { readonly file: string; readonly known: string }[];
}

/** A project that has begun with a baseline of one finding. */
const begun = async (): Promise<string> => {
  const cwd = projectOf({ 'src/a.ts': code(orders) });
  expect(await tenantscope(['baseline'], { cwd })).toMatchObject({ code: 0, stdout: '', stderr: 'tenantscope-baseline.json: 1 finding. check leaves them out from now on, and refuses any new one\n' });
  return cwd;
};
const baselineOf = (cwd: string): string => join(cwd, 'tenantscope-baseline.json');
const write = (cwd: string, file: string, text: string): void => {
  writeFileSync(join(cwd, file), text);
};
const check = async (cwd: string, ...args: readonly string[]) => {
  const { code: exit, stdout, stderr } = await tenantscope(['check', '--format', 'json', ...args], { cwd });
  const report = (stdout === '' ? undefined : JSON.parse(stdout)) as Report | undefined;
  return { exit, stderr, findings: (report?.findings ?? []).map((f) => `${f.file}:${f.line} ${f.rule}`), known: (report?.known ?? []).map((f) => f.file) };
};

describe('check with a baseline', () => {
  it('leaves out what was there, says so, and counts it still', async () => {
    const cwd = await begun();
    expect(await tenantscope(['check'], { cwd })).toEqual({ code: 0, stdout: 'not shown: 1 finding of the baseline\n1 query site: 0 scoped, 1 unscoped, 0 unproven, 0 suppressed, 0 unreadable (0.0 % proved)\n', stderr: '' });
    expect(await check(cwd)).toMatchObject({ exit: 0, findings: [], known: ['src/a.ts'] });
  });

  it('refuses what is new', async () => {
    const cwd = await begun();
    write(cwd, 'src/b.ts', code(payments));
    expect(await check(cwd)).toMatchObject({ exit: 1, findings: ['src/b.ts:3 no-unscoped-query'], known: ['src/a.ts'] });
  });

  it('keeps an entry when its code moves', async () => {
    const cwd = await begun();
    rmSync(join(cwd, 'src/a.ts'));
    write(cwd, 'src/z.ts', `// moved\n\n${code(orders)}`);
    expect(await check(cwd)).toMatchObject({ exit: 0, findings: [], known: ['src/z.ts'] });
  });

  it('ends an entry when its query is edited', async () => {
    const cwd = await begun();
    write(cwd, 'src/a.ts', code(orders.replace('select *', 'select id')));
    expect(await check(cwd)).toMatchObject({ exit: 1, findings: ['src/a.ts:3 no-unscoped-query', 'tenantscope-baseline.json:4 invalid-baseline-entry'] });
  });

  it('demands that a mended entry goes, which baseline does', async () => {
    const cwd = await begun();
    write(cwd, 'src/a.ts', code(orders.replace('select * from orders', 'select 1')));
    expect(await check(cwd)).toMatchObject({ exit: 1, findings: ['tenantscope-baseline.json:4 invalid-baseline-entry'] });
    expect(await tenantscope(['baseline'], { cwd })).toMatchObject({ code: 0, stderr: 'tenantscope-baseline.json: 0 findings, 1 taken out\n' });
    expect(await check(cwd)).toMatchObject({ exit: 0, findings: [] });
  });

  it('shows all with --no-baseline, and takes one from elsewhere', async () => {
    const cwd = await begun();
    expect(await check(cwd, '--no-baseline')).toMatchObject({ exit: 1, findings: ['src/a.ts:3 no-unscoped-query'] });
    const text = readFileSync(baselineOf(cwd), 'utf8');
    rmSync(baselineOf(cwd));
    write(cwd, 'known.json', text);
    expect(await check(cwd)).toMatchObject({ exit: 1 });
    expect(await check(cwd, '--baseline', 'known.json')).toMatchObject({ exit: 0, known: ['src/a.ts'] });
  });

  it('hides nothing that could not be read, and ends no entry for it', async () => {
    const cwd = await begun();
    write(cwd, 'src/a.ts', 'export const = ;');
    expect(await check(cwd)).toMatchObject({ exit: 3, findings: [] });
    const before = readFileSync(baselineOf(cwd), 'utf8');
    expect(await tenantscope(['baseline'], { cwd })).toMatchObject({ code: 3, stderr: expect.stringContaining('nothing is written: 1 input could not be read, src/a.ts') as string });
    expect(readFileSync(baselineOf(cwd), 'utf8')).toBe(before);
  });

  it.each<[string, (text: string) => string, string]>([
    ['a merge conflict', (text) => text.replace('    {"rule"', '<<<<<<< HEAD\n    {"rule"'), 'error: tenantscope-baseline.json:4 has a merge conflict: keep the entries of both sides'],
    ['a newer version', (text) => text.replace('"version": 1', '"version": 7'), 'error: tenantscope-baseline.json was written by a newer tenantscope'],
    ['half a file', (text) => text.slice(0, 60), 'error: tenantscope-baseline.json'],
  ])('does not go by %s, nor change it', async (_, damage, message) => {
    const cwd = await begun();
    const damaged = damage(readFileSync(baselineOf(cwd), 'utf8'));
    write(cwd, 'tenantscope-baseline.json', damaged);
    for (const command of [['check'], ['baseline']]) expect(await tenantscope(command, { cwd })).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) as string });
    expect(readFileSync(baselineOf(cwd), 'utf8')).toBe(damaged);
  });

  it('names a baseline that is not there', async () => {
    const cwd = await begun();
    expect(await check(cwd, '--baseline', 'other.json')).toMatchObject({ exit: 2, stderr: 'error: there is no baseline other.json; `tenantscope baseline --baseline other.json` makes it\n' });
  });
});

describe('baseline', () => {
  it('takes nothing in once it is there', async () => {
    const cwd = await begun();
    const before = readFileSync(baselineOf(cwd), 'utf8');
    write(cwd, 'src/b.ts', code(payments));
    expect(await tenantscope(['baseline'], { cwd })).toMatchObject({ code: 1, stderr: expect.stringContaining('1 finding is not in it and will not be: a baseline only shrinks') as string });
    expect(readFileSync(baselineOf(cwd), 'utf8')).toBe(before);
  });

  it('writes nothing where nothing is found', async () => {
    const cwd = projectOf({ 'src/a.ts': code("export const now = () => pool.query('select now()');") });
    expect(await tenantscope(['baseline'], { cwd })).toMatchObject({ code: 0, stderr: 'nothing to put into a baseline: no query site has a finding\n' });
    expect(existsSync(baselineOf(cwd))).toBe(false);
  });

  it('leaves out what is about comments', async () => {
    const cwd = projectOf({ 'src/a.ts': code('// tenantscope-allow no-unscoped-query', orders) });
    expect((await tenantscope(['baseline'], { cwd })).stderr).toContain('; 1 finding about comments can only be mended');
    expect(await check(cwd)).toMatchObject({ exit: 1, findings: ['src/a.ts:3 invalid-suppression'] });
  });

  it('leaves nothing behind where it cannot write', async () => {
    const cwd = projectOf({ 'src/a.ts': code(orders) });
    const file = join(cwd, 'src/a.ts/known.json');
    expect(await tenantscope(['baseline', '--baseline', file], { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be written') as string });
  });
});

describe('limits of a gate', () => {
  const job = '// tenantscope-allow no-unscoped-query system-job: nightly totals';

  it.each<[readonly string[], number, string]>([
    [['--max-suppressions', '2'], 0, ''],
    [['--max-suppressions', '1'], 1, '2 comments suppress findings, and --max-suppressions allows 1; `tenantscope baseline --suppressions` lists them\n'],
    [['--max-suppressions', '-1'], 2, "error: option '--max-suppressions <n>' argument '-1' is invalid. It is a whole number, 0 or more."],
  ])('%j ends %i', async (args, exit, message) => {
    const cwd = projectOf({ 'src/a.ts': code(job, orders, job, payments) });
    const outcome = await tenantscope(['check', ...args], { cwd });
    expect({ code: outcome.code, stderr: outcome.stderr }).toMatchObject({ code: exit, stderr: message === '' ? '' : (expect.stringContaining(message) as string) });
  });
});
