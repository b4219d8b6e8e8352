import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../exit.ts';

const interrupted = (): void => {
  process.exit(130);
};

/**
 * Writes a whole file or nothing: a reader never sees half of it. Ctrl-C waits until it is done; elsewhere the process
 * has no handler, because one could not run during the analysis and would only keep it from stopping.
 */
export const writeAtomically = (path: string, text: string): void => {
  const target = resolve(path);
  const temporary = `${target}.${process.pid}.tmp`;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) if (!process.listeners(signal).includes(interrupted)) process.on(signal, interrupted);
  try {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, target);
  } catch (error) {
    if (existsSync(temporary)) rmSync(temporary, { force: true });
    throw new UsageError(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/** To the file, if one is named, else to the standard output. */
export const writeReport = (text: string, output: string | undefined): void => {
  if (output === undefined) process.stdout.write(text);
  else writeAtomically(output, text);
};

/** A remark for people, beside the result. */
export const note = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
