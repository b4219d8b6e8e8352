import { existsSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { shownPath, UsageError, writeAtomically } from '@tenantscope/command';
import { applyBaseline, type Baseline, baselineOf, type CheckReport, entriesOf, parseBaseline, renderBaseline, withMended } from '@tenantscope/core';
import { textOf } from '../input.ts';

/** What a baseline is called in the directory of its project. */
export const baselineName = 'tenantscope-baseline.json';

/** `--baseline <file>`, `--no-baseline`, or neither. */
export type BaselineChoice = string | boolean | undefined;

/** A baseline and where it is. */
export interface LoadedBaseline {
  readonly path: string;
  readonly text: string;
  readonly baseline: Baseline;
}

/** The file that a choice means: the named one, else the project's own. */
export const baselinePath = (project: string, choice: BaselineChoice): string => (typeof choice === 'string' ? resolve(choice) : join(project, baselineName));

export const loadBaseline = (path: string): LoadedBaseline => {
  const text = textOf(path, shownPath(path));
  const parsed = parseBaseline(text);
  if ('problem' in parsed) throw new UsageError(`${shownPath(path)}${parsed.line === undefined ? '' : `:${parsed.line}`} ${parsed.problem}`);
  return { path, text, baseline: parsed };
};

/** The baseline of a project; one that is named must be there. */
export const chosenBaseline = (project: string, choice: BaselineChoice): LoadedBaseline | undefined => {
  if (choice === false) return undefined;
  const path = baselinePath(project, choice);
  if (existsSync(path)) return loadBaseline(path);
  if (typeof choice === 'string') throw new UsageError(`there is no baseline ${choice}; \`tenantscope baseline --baseline ${choice}\` makes it`);
  return undefined;
};

/** Puts the findings of a report into a new baseline and says how many there are; where there is none, no file is written. */
export const writeFirstBaseline = (path: string, report: CheckReport): number => {
  const entries = entriesOf(report);
  if (entries.length > 0) writeAtomically(path, renderBaseline(baselineOf(entries)));
  return entries.length;
};

/** What a baseline leaves of a report, with the entries that must go. */
export const baselined = (report: CheckReport, project: string, loaded: LoadedBaseline | undefined): CheckReport => {
  if (!loaded) return report;
  const { report: left, mended } = applyBaseline(report, loaded.baseline);
  return withMended(left, mended, { file: relative(project, loaded.path).split(sep).join('/'), text: loaded.text });
};
