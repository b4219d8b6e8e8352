import { chmodSync, constants, copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, realpathSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { shownPath, UsageError } from '@tenantscope/command';
import type { PlannedFile } from './written/planned-file.ts';

/** Takes back what was written. */
export type Undo = () => void;

/** Whoever has put something there meanwhile keeps it. */
const removeEmpty = (directory: string): void => {
  try {
    rmdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
  }
};

/** Makes a directory and those around it. */
const makeDirectories = (directory: string, steps: Undo[]): void => {
  if (existsSync(directory)) return;
  makeDirectories(dirname(directory), steps);
  mkdirSync(directory);
  steps.push(() => { removeEmpty(directory); });
};

const temporaryOf = (path: string): string => `${path}.${process.pid}.tmp`;

/** A new file appears whole, and never in the place of another. */
const place = (temporary: string, path: string): void => {
  try {
    linkSync(temporary, path);
  } catch (error) {
    // Not every file system has hard links.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    copyFileSync(temporary, path, constants.COPYFILE_EXCL);
  }
  rmSync(temporary);
};

/** A file that was changed since it was looked at is somebody's work. */
const replace = (temporary: string, path: string, before: string): void => {
  if (readFileSync(path, 'utf8') !== before) throw new Error('it has changed meanwhile');
  chmodSync(temporary, statSync(path).mode);
  renameSync(temporary, path);
};

const messageOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EEXIST') return 'it is there already';
  return code === 'EACCES' || code === 'EPERM' ? 'permission denied' : code === 'EROFS' ? 'the file system is read-only' : message;
};

const undoAll = (steps: readonly Undo[]): void => {
  for (const step of [...steps].reverse()) step();
};

const write = (files: readonly PlannedFile[]): Undo => {
  const steps: Undo[] = [];
  let at = '';
  try {
    const ready = files.map((file) => {
      at = file.path;
      const path = file.before === undefined ? file.path : realpathSync(file.path);
      makeDirectories(dirname(path), steps);
      steps.push(() => { rmSync(temporaryOf(path), { force: true }); });
      writeFileSync(temporaryOf(path), file.text, { flag: 'wx' });
      return { ...file, path };
    });
    for (const { path, before } of ready) {
      at = path;
      if (before === undefined) place(temporaryOf(path), path);
      else replace(temporaryOf(path), path, before);
      steps.push(() => { if (before === undefined) rmSync(path); else writeFileSync(path, before); });
    }
  } catch (error) {
    undoAll(steps);
    throw new UsageError(`${shownPath(at)} cannot be written: ${messageOf(error)}. Nothing was written`);
  }
  return () => { undoAll(steps); };
};

const interrupted = (): void => {
  process.exit(130);
};

const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Writes all files, or none: each is written beside its place first, and what is in place is taken back when another cannot be.
 * Ctrl-C waits for the end of it.
 */
export const writeAll = async (files: readonly PlannedFile[]): Promise<Undo> => {
  for (const signal of signals) process.on(signal, interrupted);
  try {
    return write(files);
  } finally {
    // What came meanwhile is heard now.
    await setImmediate();
    for (const signal of signals) process.off(signal, interrupted);
  }
};
