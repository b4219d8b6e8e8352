import { spawn } from 'node:child_process';
import { note, UsageError } from '@tenantscope/command';
import { inputFiles, recall } from '../cache.ts';
import { type ProjectOptions, questionOf, requireDirectory } from '../project.ts';

/** Several files are often saved at once. */
const settling = 100;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A run by itself: it leaves nothing behind in this process, and what was loaded for it is gone with it. */
const runOnce = (args: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const [main = ''] = process.argv.slice(1);
    const child = spawn(process.execPath, [...process.execArgv, main, ...args], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', () => {
      resolve();
    });
  });

/** Paths that count, and whether the last result still stands; no result while the configuration cannot be read, which each run says. */
const stateOf = (project: string, options: ProjectOptions): { readonly isKnown: boolean; readonly files: readonly string[] } => {
  try {
    const question = questionOf(project, options);
    return { isKnown: recall(question) !== undefined, files: inputFiles(question) };
  } catch (error) {
    if (error instanceof UsageError) return { isKnown: false, files: [] };
    throw error;
  }
};

const isIgnored = (path: string): boolean => /[\\/](node_modules|\.git)([\\/]|$)/.test(path);

/** `tenantscope check --watch`: checks, and checks again whenever something changes that the verdicts depend on. Ends with Ctrl-C. */
export const watch = async (directory: string, options: ProjectOptions & { readonly store: boolean; readonly cache: boolean }): Promise<never> => {
  if (!options.store || !options.cache) throw new UsageError('--watch goes by what the last run has kept: leave out --no-store and --no-cache');
  const project = requireDirectory(directory, 'check');
  const args = process.argv.slice(2).filter((a) => a !== '--watch');
  const { watch: open } = await import('chokidar');
  const watcher = open(project, { ignored: isIgnored, ignoreInitial: true });
  let events = 0;
  let wake = (): void => undefined;
  watcher.on('all', () => {
    events += 1;
    wake();
  });
  const nextEvent = async (): Promise<void> => {
    await new Promise<void>((resolve) => (wake = resolve));
    await pause(settling);
  };
  for (;;) {
    const before = events;
    await runOnce(args);
    let state = stateOf(project, options);
    watcher.add(state.files.filter((f) => !isIgnored(f)));
    note('watching for changes; Ctrl-C ends');
    // A run that kept nothing is repeated after any change.
    if (!state.isKnown && events === before) await nextEvent();
    for (; state.isKnown; state = stateOf(project, options)) await nextEvent();
  }
};
