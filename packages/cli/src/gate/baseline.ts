import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { shownPath, UsageError } from '@tenantscope/command';
import { applyBaseline, type Baseline, type CheckReport, parseBaseline, withMended } from '@tenantscope/core';

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

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${shownPath(path)} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};

export const loadBaseline = (path: string): LoadedBaseline => {
  const text = textOf(path);
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

/** What a baseline leaves of a report, with the entries that must go. */
export const baselined = (report: CheckReport, project: string, loaded: LoadedBaseline | undefined): CheckReport => {
  if (!loaded) return report;
  const { report: left, mended } = applyBaseline(report, loaded.baseline);
  return withMended(left, mended, { file: relative(project, loaded.path).split(sep).join('/'), text: loaded.text });
};
