import type { ExitCode } from '@tenantscope/command';
import { conclude, type GateOptions } from '../gate/conclude.ts';
import { reportBefore, stateBefore } from '../gate/since.ts';
import { checkProject, type ProjectOptions, requireDirectory } from '../project.ts';

export interface CheckOptions extends GateOptions, ProjectOptions {
  /** Whether the result of the last run stands while nothing has changed. */
  readonly cache: boolean;
  /** A commit: what was there already is not shown. */
  readonly since?: string;
}

/** `tenantscope check`: a verdict for every query site of a project. */
export const check = async (directory: string, { since, ...options }: CheckOptions): Promise<ExitCode> => {
  const project = requireDirectory(directory, 'check');
  const before = since === undefined ? undefined : stateBefore(project, since);
  const verdicts = await checkProject(project, { ...options, cache: options.cache && options.store });
  // Where nothing is found, there is nothing to compare.
  return conclude(directory, verdicts, options, before && verdicts.report.findings.length > 0 ? await reportBefore(before, options) : undefined);
};
