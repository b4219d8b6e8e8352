import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node, project, repository, runMain } from '@tenantscope/testing';
import { beforeAll, describe, expect, it } from 'vitest';

const fixture = join(repository, 'fixtures/apps/orderly');
const plugin = fileURLToPath(new URL('../src/oxlint.ts', import.meta.url));
const require = createRequire(import.meta.url);
const oxlint = join(dirname(require.resolve('oxlint/package.json')), 'bin/oxlint');

const configuration = JSON.stringify({ jsPlugins: [plugin], categories: { correctness: 'off' }, ignorePatterns: ['node_modules'], rules: { 'tenantscope/last-check': 'error' } });

interface Diagnostics {
  readonly diagnostics: readonly { readonly message: string; readonly code: string; readonly filename: string; readonly labels: readonly { readonly span: { readonly line: number } }[] }[];
}

/** Places of what the real oxlint reports: `file:line message`. */
const lint = (cwd: string): readonly string[] => {
  const { stdout, stderr } = spawnSync(node, ['--conditions=source', oxlint, '--format', 'json'], { cwd, encoding: 'utf8' });
  expect(stderr).toBe('');
  const { diagnostics } = JSON.parse(stdout) as Diagnostics;
  expect(new Set(diagnostics.map((d) => d.code))).toEqual(new Set(['tenantscope(last-check)']));
  return diagnostics.map((d) => `${d.filename}:${d.labels[0]?.span.line} ${d.message}`).sort();
};

/** A copy of the sample application with a `node_modules` of its own. */
const copy = (): string => {
  const directory = project({ '.oxlintrc.json': configuration });
  for (const name of ['src', 'migrations', 'tenantscope.config.ts', 'tsconfig.json', 'package.json']) cpSync(join(fixture, name), join(directory, name), { recursive: true });
  mkdirSync(join(directory, 'node_modules'));
  const installed = join(fixture, 'node_modules');
  for (const name of readdirSync(installed).filter((n) => !n.startsWith('.'))) symlinkSync(realpathSync(join(installed, name)), join(directory, 'node_modules', name));
  return directory;
};

interface Report {
  readonly findings: readonly { readonly file: string; readonly line: number; readonly message: string; readonly why: string; readonly rule: string }[];
}

describe('oxlint', () => {
  let directory: string;
  let report: Report;
  beforeAll(async () => {
    directory = copy();
    const { stdout } = await runMain('packages/cli/src/main.ts', ['check', directory, '--format', 'json']);
    report = JSON.parse(stdout) as Report;
  });

  it('reports what check found, where check found it', () => {
    expect(report.findings.length).toBeGreaterThan(50);
    expect(lint(directory)).toEqual(report.findings.map((f) => `${f.file}:${f.line} ${f.message}: ${f.why} (${f.rule})`).sort());
  });

  it('reports a file that has changed as of the last check', () => {
    const { file } = report.findings[0] ?? { file: '' };
    const path = join(directory, file);
    const source = readFileSync(path, 'utf8');
    writeFileSync(path, `// moved\n\n${source}`);
    const found = report.findings.filter((f) => f.file === file);
    const about = lint(directory).filter((l) => l.startsWith(`${file}:`));
    writeFileSync(path, source);
    expect(about.filter((l) => l.endsWith('(as of the last check)'))).toEqual(found.map((f) => `${file}:${f.line + 2} ${f.message}: ${f.why} (${f.rule}) (as of the last check)`).sort());
    expect(about.find((l) => l.startsWith(`${file}:1 `))).toContain('stale');
  });

  it('says once that there are no verdicts', () => {
    rmSync(join(directory, 'node_modules/.cache'), { recursive: true });
    expect(lint(directory)).toEqual([expect.stringContaining('no verdicts are kept for this project: run tenantscope check') as string]);
  });
});
