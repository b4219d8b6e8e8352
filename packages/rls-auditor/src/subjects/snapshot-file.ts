import { readFailure, readText, shownPath, UsageError } from '@tenantscope/command';
import type { Snapshot } from '../catalog/snapshot.ts';
import { type Subject, whole } from './subject.ts';

/** A file that an option names, as text. */
export const optionText = (option: string, file: string): string => {
  try {
    return readText(file);
  } catch (error) {
    const reason = readFailure(error);
    if (reason === undefined) throw error;
    throw new UsageError(`${option} ${file}: ${reason}`);
  }
};

const parse = (file: string): Snapshot => {
  const text = optionText('--snapshot', file);
  try {
    const parsed = JSON.parse(text) as Partial<Snapshot> | null;
    if (parsed?.version === 1 && Array.isArray(parsed.relations) && Array.isArray(parsed.roles)) return parsed as Snapshot;
  } catch {
    // Said below.
  }
  throw new UsageError(`--snapshot ${file}: it is not a snapshot of version 1; make one with rls-audit <url> --save ${file}`);
};

/** A catalog that was saved before. */
export const fromSnapshot = (file: string): Subject => {
  const snapshot = parse(file);
  return { name: shownPath(file), read: () => Promise.resolve(whole(snapshot)) };
};
