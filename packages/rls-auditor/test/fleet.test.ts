import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, project } from '@tenantscope/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../src/index.ts';
import { configuration, healthy } from './audit.ts';
import { rlsAudit } from './run.ts';

const reportOf = ({ stdout }: Outcome): AuditReport => JSON.parse(stdout) as AuditReport;

let cwd = '';

/** Two databases that are the same, and one that leaks. */
beforeAll(async () => {
  const sql = healthy.replaceAll('set local role', 'set role');
  cwd = project({ 'tenantscope.config.json': JSON.stringify(configuration), 'good.sql': sql, 'bad.sql': `${sql}; create policy open on docs for select using (title <> '<b>"&');` });
  await Promise.all(['good', 'bad'].map((name) => rlsAudit(['--migrations', `${name}.sql`, '--save', `${name}.json`], { cwd })));
});

describe('many databases', () => {
  const both = ['--snapshot', 'good.json', '--snapshot', 'bad.json', '--snapshot', 'good.json'];

  it('says once what is the same of several', async () => {
    const outcome = await rlsAudit(both, { cwd });
    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toContain('2 databases that are the same');
    expect(outcome.stdout).toContain('3 databases: 1 error');
    expect(outcome.stdout.match(/leaking-policy/g)).toHaveLength(1);
  });

  it('puts the reports of shards together, and misses one that is not there', async () => {
    for (const i of [1, 2]) await rlsAudit([...both, '--shard', `${String(i)}/2`, '--format', 'json', '--output', `${String(i)}.shard.json`], { cwd });
    const merged = await rlsAudit(['merge', '1.shard.json', '2.shard.json', '--format', 'json'], { cwd });
    expect(merged.code).toBe(1);
    expect(reportOf(merged).databases.map((d) => d.name).sort()).toEqual(['bad.json', 'good.json', 'good.json']);
    const half = await rlsAudit(['merge', '1.shard.json'], { cwd });
    expect(half.code).toBe(3);
    expect(half.stdout).toContain('shard 2/2');
    expect((await rlsAudit(['merge', '1.shard.json', '1.shard.json'], { cwd })).stderr).toContain('two reports are of shard 1/2');
  });

  it('does not count again what an earlier report has', async () => {
    await rlsAudit(['--snapshot', 'bad.json', '--format', 'json', '--output', 'base.json'], { cwd });
    const known = await rlsAudit(['--snapshot', 'bad.json', '--baseline', 'base.json'], { cwd });
    expect(known.code).toBe(0);
    expect(known.stdout).toContain('0 errors, 0 warnings, 0 info, 1 known');
    const clean = await rlsAudit(['--snapshot', 'good.json', '--format', 'json', '--output', 'clean.json'], { cwd });
    expect(clean.code).toBe(0);
    expect((await rlsAudit(['--snapshot', 'bad.json', '--baseline', 'clean.json'], { cwd })).code).toBe(1);
  });

  it('reads a fleet file of either form; what cannot be reached is incomplete, each under its name', async () => {
    const lines = project({ fleet: '# all\npostgres://u:hunter2@127.0.0.1:1/a\n\npostgres://u:hunter2@127.0.0.1:1/b\n', 'fleet.json': '[{"name": "first", "url": "postgres://u:hunter2@127.0.0.1:1/a"}, "postgres://127.0.0.1:1/b"]' });
    const one = await rlsAudit(['--fleet', 'fleet', '--format', 'json'], { cwd: lines });
    expect(one.code).toBe(3);
    expect(reportOf(one).databases.map((d) => d.name)).toEqual(['127.0.0.1:1/a', '127.0.0.1:1/b']);
    const two = await rlsAudit(['--fleet', 'fleet.json', '--format', 'json'], { cwd: lines });
    expect(reportOf(two).databases.map((d) => d.name)).toEqual(['first', '127.0.0.1:1/b']);
    expect(one.stdout + two.stdout + one.stderr + two.stderr).not.toContain('hunter2');
  });

  it.each([
    ['a fleet file that is not there', ['--fleet', 'none'], '--fleet none: it does not exist'],
    ['an empty one', ['--fleet', 'empty'], 'it lists no database'],
    ['an entry that is none', ['--fleet', 'odd.json'], 'entry 2 is neither a URL nor'],
    ['JSON that is none, with a password', ['--fleet', 'broken.json'], 'it is not valid JSON'],
    ['a URL that is none', ['--fleet', 'mysql'], '--fleet mysql: line 2 is not understood'],
    ['a shard that is none', ['--shard', '3/2', 'postgres://a/b'], 'It is written 1/4'],
    ['a report that is none', ['merge', 'odd.json'], 'it is not a report of version 1'],
    ['a baseline that is none', ['--baseline', 'odd.json', 'postgres://a/b'], '--baseline odd.json: it is not a report'],
  ] as const)('refuses %s', async (_, args, message) => {
    const files = { empty: '# none\n', 'odd.json': '["postgres://127.0.0.1/a", 7]', 'broken.json': '[{"url": "postgres://u:hunter2@h/d"', mysql: '# x\nmysql://u:hunter2@h/d' };
    const outcome = await rlsAudit(args, { cwd: project(files) });
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain(message);
    expect(outcome.stderr).not.toContain('hunter2');
  });
});

describe('formats', () => {
  it('SARIF names the rule, the object and the repair', async () => {
    const outcome = await rlsAudit(['--snapshot', 'bad.json', '--format', 'sarif'], { cwd });
    expect(outcome.code).toBe(1);
    const { runs } = JSON.parse(outcome.stdout) as { readonly runs: readonly { readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } }; readonly results: readonly { readonly ruleId: string; readonly level: string }[]; readonly invocations: readonly object[] }[] };
    expect(runs[0]?.results.map((r) => `${r.level} ${r.ruleId}`)).toEqual(['error leaking-policy']);
    expect(runs[0]?.tool.driver.rules.map((r) => r.id)).toContain('leaking-policy');
    expect(runs[0]?.invocations).toMatchObject([{ executionSuccessful: true }]);
  });

  it('JUnit has a case a check, and an error for what was not read', async () => {
    const outcome = await rlsAudit(['--snapshot', 'bad.json', 'postgres://127.0.0.1:1/a', '--format', 'junit'], { cwd });
    expect(outcome.code).toBe(3);
    expect(outcome.stdout).toMatch(/<testsuite name="bad.json" tests="\d+" failures="1" errors="0">/);
    expect(outcome.stdout).toMatch(/<testsuite name="127.0.0.1:1\/a" tests="1" failures="0" errors="1">/);
    expect(outcome.stdout).not.toContain('<b>');
  });

  it('HTML is one page that shows names as they are', async () => {
    await rlsAudit([...['--snapshot', 'bad.json'], '--format', 'html', '--output', 'report.html'], { cwd });
    const page = readFileSync(join(cwd, 'report.html'), 'utf8');
    expect(page).toContain('<td><span class="chip unscoped"><span aria-hidden="true">✕</span> unscoped</span></td>');
    expect(page).not.toContain('<b>');
    expect(page).not.toMatch(/<script|https?:/);
    expect(page).toMatch(/<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'">/);
  });
});
