import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../exit.ts';

const unfinished = new Set<string>();

/** Called when the process ends early. */
export const removeUnfinished = (): void => {
  for (const path of unfinished) rmSync(path, { force: true });
  unfinished.clear();
};

/** Writes a whole file or nothing: a reader never sees half of it. */
const writeAtomically = (path: string, text: string): void => {
  const target = resolve(path);
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(target), { recursive: true });
    unfinished.add(temporary);
    writeFileSync(temporary, text);
    renameSync(temporary, target);
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    removeUnfinished();
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
