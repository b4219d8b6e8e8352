import { type Command, CommanderError } from 'commander';
import { exitCode, UsageError } from './exit.ts';

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** `head` closes the pipe when it has seen enough; that is no error. */
const ignoreClosedPipe = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
};

const causeOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const fail = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.clean : exitCode.usage;
  if (error instanceof UsageError) {
    say(`error: ${error.message}`);
    return exitCode.usage;
  }
  // A message may quote a file: nothing in it may control the terminal.
  const firstLine = (causeOf(error).split('\n')[0] ?? '').replace(/[^\P{Cc}\t]/gu, '?');
  say(`internal error: ${firstLine}. Please report it: https://github.com/tenantscope/tenantscope/issues`);
  if (process.env['TENANTSCOPE_DEBUG'] === '1' && error instanceof Error) say(error.stack ?? '');
  return exitCode.incomplete;
};

const crash = (error: unknown): void => {
  process.exit(fail(error));
};

/** Runs a program on its arguments and leaves its exit code in the process: whatever is not a result ends 2 or 3, with one line and no stack. */
export const runArguments = async (create: () => Command, args: readonly string[]): Promise<void> => {
  try {
    process.exitCode = exitCode.incomplete;
    await create().parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = fail(error);
  }
};

/** Whatever goes wrong in this process ends it with one line. */
export const guardProcess = (): void => {
  process.stdout.on('error', ignoreClosedPipe);
  process.stderr.on('error', ignoreClosedPipe);
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
};

/** Runs the program of this process, also to the end of what goes wrong outside of it. */
export const runProgram = async (create: () => Command): Promise<void> => {
  guardProcess();
  await runArguments(create, process.argv.slice(2));
};
