import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { note, UsageError } from '@tenantscope/command';
import { type CheckReport, parseReport } from '@tenantscope/core';
import { repositoryRoot } from '../output/repository.ts';
import type { ProjectOptions } from '../project.ts';
import { baseOf, writeTree } from './base-tree.ts';

/** The state of a project before a change. */
export interface Before {
  readonly root: string;
  readonly project: string;
  readonly commit: string;
}

/** The state that `--since` means; errors of its name are said before anything is judged. */
export const stateBefore = (project: string, ref: string): Before => {
  const root = repositoryRoot(realpathSync(project));
  if (root === undefined) throw new UsageError(`--since compares with a commit, and ${project} is in no git repository`);
  return { root, project: realpathSync(project), commit: baseOf(root, ref) };
};

interface Ended {
  readonly code: number | null;
  readonly errors: string;
}

/** A run by itself: this process is free to hear Ctrl-C, and to clear away. */
const runCheck = (args: readonly string[], onStart: (stop: () => void) => void): Promise<Ended> =>
  new Promise((done, reject) => {
    const [main = ''] = process.argv.slice(1);
    const child = spawn(process.execPath, [...process.execArgv, main, 'check', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    onStart(() => child.kill('SIGKILL'));
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      done({ code, errors });
    });
  });

/** A path in the repository, as the other state has it; others are the same for both. */
const moved = (path: string, base: string, { root }: Before, tree: string): string => {
  const absolute = existsSync(resolve(base, path)) ? realpathSync(resolve(base, path)) : resolve(base, path);
  const inside = relative(root, absolute);
  return inside.startsWith('..') ? absolute : join(tree, inside);
};

const argumentsFor = (before: Before, tree: string, output: string, { config, tsconfig, backend }: ProjectOptions): readonly string[] => [
  join(tree, relative(before.root, before.project)),
  ...['--format', 'json', '--output', output, '--no-store', '--no-baseline'],
  ...(config === undefined ? [] : ['--config', moved(config, process.cwd(), before, tree)]),
  ...(tsconfig === undefined ? [] : ['--tsconfig', moved(tsconfig, existsSync(resolve(before.project, tsconfig)) ? before.project : process.cwd(), before, tree)]),
  ...(backend === undefined ? [] : ['--backend', backend]),
];

const nothing: CheckReport = { version: 1, summary: { sites: 0, scoped: 0, unscoped: 0, unproven: 0, suppressed: 0, escapes: 0, unreadable: 0 }, assumptions: [], sites: [], findings: [], incomplete: [] };

const read = (output: string): CheckReport | undefined => (existsSync(output) ? parseReport(readFileSync(output, 'utf8')) : undefined);

/** What a check of a state before says; nothing, when it cannot be judged: then everything is shown. */
export const reportBefore = async (before: Before, options: ProjectOptions): Promise<CheckReport> => {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'tenantscope-since-')));
  let stop = (): void => undefined;
  const clear = (): void => {
    stop();
    rmSync(place, { recursive: true, force: true });
  };
  const interrupted = (): void => {
    clear();
    process.exit(130);
  };
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
  try {
    const tree = join(place, 'tree');
    const output = join(place, 'report.json');
    writeTree(before.root, before.commit, tree);
    const { errors } = await runCheck(argumentsFor(before, tree, output, options), (kill) => (stop = kill as () => undefined));
    const report = read(output);
    if (report) return report;
    note(`the state at ${before.commit.slice(0, 12)} cannot be judged, so everything is shown: ${errors.trim().replace(/\s+/g, ' ').replaceAll(`${tree}/`, '')}`);
    return nothing;
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    clear();
  }
};
