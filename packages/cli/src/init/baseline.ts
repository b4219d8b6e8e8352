import { shownPath, writeAtomically } from '@tenantscope/command';
import { baselineOf, entriesOf, renderBaseline } from '@tenantscope/core';
import { baselinePath } from '../gate/baseline.ts';
import type { CheckedVerdicts } from '../project.ts';

/** A baseline that was written. */
export interface WrittenBaseline {
  readonly file: string;
  readonly findings: number;
}

/** Makes the findings of a check the baseline of a project, as `tenantscope baseline` does; undefined where there is nothing to put into one. */
export const writeBaseline = (directory: string, { report }: CheckedVerdicts): WrittenBaseline | undefined => {
  const entries = entriesOf(report);
  if (entries.length === 0) return undefined;
  const path = baselinePath(directory, undefined);
  writeAtomically(path, renderBaseline(baselineOf(entries)));
  return { file: shownPath(path), findings: entries.length };
};
