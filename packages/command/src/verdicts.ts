import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { type CheckReport, type LastCheck, parseLastCheck } from '@tenantscope/core';
import { writeAtomically } from './output/write.ts';

/** What one run of `check` found out. */
export interface CheckedProject {
  readonly directory: string;
  readonly report: CheckReport;
  /** Every file as it was read. */
  readonly texts: readonly { readonly file: string; readonly text: string }[];
  readonly sites: readonly { readonly file: string; readonly fingerprint: string; readonly text: string; readonly context: string; readonly findings: readonly unknown[] }[];
}

/** SHA-256, in hexadecimal, of a file's text without a byte order mark. */
export const textHash = (text: string): string => createHash('sha256').update(text.replace(/^\ufeff/, '')).digest('hex');

const real = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
};

const upwards = (path: string): readonly string[] => (dirname(path) === path ? [path] : [path, ...upwards(dirname(path))]);

/** Where the verdicts of a directory are kept: inside of the nearest `node_modules`, which is nobody's source; several projects may share one. */
const storeOf = (directory: string, modules: string): string =>
  join(modules, 'node_modules/.cache/tenantscope', `last-check-${createHash('sha256').update(directory).digest('hex').slice(0, 16)}.json`);

const hasModules = (directory: string): boolean => existsSync(join(directory, 'node_modules'));

type Sites = CheckedProject['sites'];

const byFingerprint = (sites: Sites, of: (site: Sites[number]) => string): Readonly<Record<string, Readonly<Record<string, string>>>> => {
  const found: Record<string, Record<string, string>> = {};
  for (const site of sites) (found[site.file] ??= {})[site.fingerprint] = of(site);
  return found;
};

/** Keeps the verdicts of a run where editors look for them. Without a `node_modules`, or on a disk that takes nothing, they are not kept. */
export const writeVerdicts = ({ directory, report, texts: read, sites }: CheckedProject, time = new Date()): void => {
  const project = real(directory);
  const modules = upwards(project).find(hasModules);
  if (modules === undefined) return;
  const files = Object.fromEntries(read.map(({ file, text }) => [file, textHash(text)]));
  const texts = byFingerprint(sites.filter((s) => s.findings.length > 0), (s) => s.text);
  const contexts = byFingerprint(sites, (s) => s.context);
  const kept: LastCheck = { version: 1, directory: project, time: time.toISOString(), report, files, texts, contexts };
  try {
    writeAtomically(storeOf(project, modules), `${JSON.stringify(kept)}\n`);
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
  const around = upwards(real(path));
  const withModules = around.map(hasModules);
  for (const [i, directory] of around.entries()) {
    const modules = around.find((_, at) => at >= i && withModules[at] === true);
    const verdicts = modules === undefined ? undefined : load(storeOf(directory, modules), directory);
    if (verdicts) return verdicts;
  }
  return undefined;
};

/** What a file is called in verdicts. */
export const fileIn = ({ directory }: LastCheck, path: string): string => relative(directory, real(path)).split(sep).join('/');
