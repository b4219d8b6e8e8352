import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { type CheckReport, type LastCheck, parseLastCheck } from '@tenantscope/core';
import { writeAtomically } from './output/write.ts';
import { real, storeOf, storesAround } from './store.ts';

/** What it is kept as. */
const kind = 'last-check';

/** What one run of `check` found out. */
export interface CheckedProject {
  readonly directory: string;
  readonly report: CheckReport;
  /** Every file that was read, by its path in the directory, with its {@link textHash}. */
  readonly files: Readonly<Record<string, string>>;
  readonly sites: readonly { readonly file: string; readonly fingerprint: string; readonly text: string; readonly context: string; readonly findings: readonly unknown[] }[];
}

/** SHA-256, in hexadecimal, of a file's text without a byte order mark. */
export const textHash = (text: string): string => createHash('sha256').update(text.replace(/^\ufeff/, '')).digest('hex');

type Sites = CheckedProject['sites'];

const byFingerprint = (sites: Sites, of: (site: Sites[number]) => string): Readonly<Record<string, Readonly<Record<string, string>>>> => {
  const found: Record<string, Record<string, string>> = {};
  for (const site of sites) (found[site.file] ??= {})[site.fingerprint] = of(site);
  return found;
};

/** Keeps the verdicts of a run where editors look for them. Without a `node_modules`, or on a disk that takes nothing, they are not kept. */
export const writeVerdicts = ({ directory, report, files, sites }: CheckedProject, time = new Date()): void => {
  const store = storeOf(directory, kind);
  if (store === undefined) return;
  const texts = byFingerprint(sites.filter((s) => s.findings.length > 0), (s) => s.text);
  const contexts = byFingerprint(sites, (s) => s.context);
  const kept: LastCheck = { version: 1, directory: real(directory), time: time.toISOString(), report, files, texts, contexts };
  try {
    writeAtomically(store, `${JSON.stringify(kept)}\n`);
  } catch {
    // The verdicts were printed; an editor goes without them.
  }
};

interface Known {
  readonly mtime: number;
  readonly size: number;
  readonly verdicts: LastCheck | undefined;
}

const known = new Map<string, Known>();

const load = (store: string, directory: string): LastCheck | undefined => {
  try {
    const { mtimeMs, size } = statSync(store);
    const before = known.get(store);
    if (before?.mtime === mtimeMs && before.size === size) return before.verdicts;
    const parsed = parseLastCheck(readFileSync(store, 'utf8'));
    const verdicts = parsed?.directory === directory ? parsed : undefined;
    known.set(store, { mtime: mtimeMs, size, verdicts });
    return verdicts;
  } catch {
    return undefined;
  }
};

/** The verdicts of the last `check` of a directory, or of the nearest one around a file; undefined when there are none that can be read. */
export const readVerdicts = (path: string): LastCheck | undefined => {
  for (const { directory, store } of storesAround(path, kind)) {
    const verdicts = load(store, directory);
    if (verdicts) return verdicts;
  }
  return undefined;
};

/** What a file is called in verdicts. */
export const fileIn = ({ directory }: LastCheck, path: string): string => relative(directory, real(path)).split(sep).join('/');
