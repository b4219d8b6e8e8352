import { existsSync, globSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkReport, type JudgedSite } from '@tenantscope/core';
import { describe, expect, it } from 'vitest';
import { type CheckedProject, fileIn, readVerdicts, textHash, writeVerdicts } from './verdicts.ts';

const refusal = { verdict: 'unscoped', rule: 'no-unscoped-query', message: 'm', why: 'w' } as const;
const site: JudgedSite & { readonly fingerprint: string } = {
  file: 'src/a.ts', line: 1, column: 1, function: '', operation: 'select', tables: ['orders'], verdict: 'unscoped', fingerprint: 'f1',
  findings: [{ refusal, line: 1, column: 1, endLine: 1, endColumn: 9, trace: [] }],
};
const scoped = { ...site, verdict: 'scoped', fingerprint: 'f2', findings: [] } as const;

const temporary = (): string => realpathSync(mkdtempSync(join(tmpdir(), 'tenantscope-verdicts-')));
const directory = (...paths: readonly string[]): string => {
  const root = temporary();
  for (const path of paths) mkdirSync(join(root, path), { recursive: true });
  return root;
};
const checked = (at: string, sites: readonly (JudgedSite & { readonly fingerprint: string })[] = [site, scoped]): CheckedProject => ({
  directory: at,
  report: checkReport({ sites, incomplete: [], assumptions: [] }),
  files: { 'src/a.ts': textHash('db.query(1)') },
  sites: sites.map((s) => ({ ...s, text: `db.query(${s.fingerprint})`, context: `around ${s.fingerprint}` })),
});
const storesIn = (root: string): readonly string[] => globSync('**/last-check-*.json', { cwd: root });
const time = new Date('2026-11-29T10:00:00Z');

describe('the verdicts of the last check', () => {
  it('are read for any file of the project', () => {
    const root = directory('node_modules', 'src/deep');
    const project = checked(root);
    writeVerdicts(project, time);
    const verdicts = readVerdicts(join(root, 'src/deep/new.ts'));
    expect(verdicts).toEqual({ version: 1, directory: root, time: '2026-11-29T10:00:00.000Z', report: project.report, files: { 'src/a.ts': textHash('db.query(1)') }, texts: { 'src/a.ts': { f1: 'db.query(f1)' } }, contexts: { 'src/a.ts': { f1: 'around f1', f2: 'around f2' } } });
    expect(readVerdicts(root)).toBe(verdicts);
    expect(verdicts && fileIn(verdicts, join(root, 'src/a.ts'))).toBe('src/a.ts');
  });

  it('are written beside nothing that is in the way of git', () => {
    const root = directory('node_modules', 'src');
    writeVerdicts(checked(root), time);
    expect(globSync('**', { cwd: root }).filter((f) => !f.startsWith('node_modules') && f !== '.').sort()).toEqual(['src']);
    expect(globSync('node_modules/.cache/tenantscope/*', { cwd: root })).toHaveLength(1);
  });

  it('of several projects stand side by side in one node_modules, and the nearest counts', () => {
    const root = directory('node_modules', 'apps/a/src', 'apps/b/node_modules', 'apps/c');
    for (const at of ['', 'apps/a', 'apps/b']) writeVerdicts(checked(join(root, at)), time);
    expect(['apps/a/src/x.ts', 'apps/b/src/x.ts', 'apps/c/x.ts'].map((f) => readVerdicts(join(root, f))?.directory)).toEqual([join(root, 'apps/a'), join(root, 'apps/b'), root]);
  });

  it('are found through a link', () => {
    const root = directory('node_modules', 'src');
    const link = join(temporary(), 'link');
    symlinkSync(root, link);
    writeFileSync(join(root, 'src/a.ts'), '');
    writeVerdicts(checked(link), time);
    const verdicts = readVerdicts(join(root, 'src/a.ts'));
    expect(verdicts && fileIn(verdicts, join(link, 'src/a.ts'))).toBe('src/a.ts');
  });

  it('are read again when they were written again', () => {
    const root = directory('node_modules');
    writeVerdicts(checked(root), time);
    expect(readVerdicts(root)?.report.summary.sites).toBe(2);
    writeVerdicts(checked(root, [scoped]), time);
    const [store = ''] = storesIn(join(root, 'node_modules/.cache'));
    utimesSync(join(root, 'node_modules/.cache', store), 1, 1);
    expect(readVerdicts(root)?.report.summary.sites).toBe(1);
  });

  it('are not kept without a node_modules, and on a disk that takes nothing', () => {
    const root = directory('src');
    writeVerdicts(checked(root), time);
    expect(readVerdicts(join(root, 'src/a.ts'))).toBeUndefined();
    const full = directory('node_modules');
    writeFileSync(join(full, 'node_modules/.cache'), 'a file is in the way');
    writeVerdicts(checked(full), time);
    expect(readVerdicts(full)).toBeUndefined();
    expect(existsSync(join(full, 'node_modules/.cache'))).toBe(true);
  });

  it.each([
    ['no JSON', '{'],
    ['of another version', '{"version":2}'],
    ['something else', 'null'],
  ])('are absent when the file is %s', (_, text) => {
    const root = directory('node_modules');
    writeVerdicts(checked(root), time);
    const [store = ''] = storesIn(join(root, 'node_modules/.cache'));
    writeFileSync(join(root, 'node_modules/.cache', store), text);
    expect(readVerdicts(root)).toBeUndefined();
  });

  it('leave a byte order mark out of the text', () => {
    expect(textHash('\ufeffa')).toBe(textHash('a'));
  });
});
