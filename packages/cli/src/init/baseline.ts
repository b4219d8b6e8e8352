import { shownPath } from '@tenantscope/command';
import { baselinePath, writeFirstBaseline } from '../gate/baseline.ts';
import type { CheckedVerdicts } from '../project.ts';

/** A baseline that was written. */
export interface WrittenBaseline {
  readonly file: string;
  readonly findings: number;
}

/** Makes the findings of a check the baseline of a project, as `tenantscope baseline` does; undefined where there is nothing to put into one. */
export const writeBaseline = (directory: string, { report }: CheckedVerdicts): WrittenBaseline | undefined => {
  const path = baselinePath(directory, undefined);
  const findings = writeFirstBaseline(path, report);
  return findings === 0 ? undefined : { file: shownPath(path), findings };
};
