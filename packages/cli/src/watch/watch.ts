import { note, UsageError } from '@tenantscope/command';
import { type Standing, standing } from '../cache.ts';
import { type ProjectOptions, questionOf, requireDirectory } from '../project.ts';
import { Runner } from './runner.ts';

/** Several files are often saved at once. */
const settling = 100;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** There is no result while the configuration cannot be read, which each run says. */
const stateOf = (project: string, options: ProjectOptions): Standing => {
  try {
    return standing(questionOf(project, options));
  } catch (error) {
    if (error instanceof UsageError) return { isKnown: false, isEdited: false, files: [] };
    throw error;
  }
};

const isIgnored = (path: string): boolean => /[\\/](node_modules|\.git)([\\/]|$)/.test(path);

/** `tenantscope check --watch`: checks, and checks again whenever something changes that the verdicts depend on. Ends with Ctrl-C. */
export const watch = async (directory: string, options: ProjectOptions & { readonly store: boolean; readonly cache: boolean }): Promise<never> => {
  if (!options.store || !options.cache) throw new UsageError('--watch goes by what the last run has kept: leave out --no-store and --no-cache');
  const project = requireDirectory(directory, 'check');
  const runner = new Runner(process.argv.slice(2).filter((a) => a !== '--watch'));
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
    await runner.run();
    let state = stateOf(project, options);
    watcher.add(state.files.filter((f) => !isIgnored(f)));
    note('watching for changes; Ctrl-C ends');
    // A run that kept nothing is repeated after any change.
    if (!state.isKnown && events === before) await nextEvent();
    for (; state.isKnown; state = stateOf(project, options)) await nextEvent();
    // What the process knows of anything else may be out of date.
    if (!state.isEdited) runner.forget();
  }
};
