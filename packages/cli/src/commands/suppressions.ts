import { join } from 'node:path';
import { type ExitCode, exitCodeOf, shownPath, styleFor, writeReport } from '@tenantscope/command';
import { renderJson, renderSuppressions, type SuppressionsReport, suppressionsReport } from '@tenantscope/core';
import { judgeProject, type ProjectOptions, requireDirectory, requireSources } from '../project.ts';
import { today } from '../suppressions.ts';

export interface SuppressionListOptions extends ProjectOptions {
  readonly format: 'pretty' | 'json';
  readonly output?: string;
}

const render = (report: SuppressionsReport, project: string, { format, output }: SuppressionListOptions): string =>
  format === 'json'
    ? renderJson(report)
    : renderSuppressions(report, { style: styleFor(output === undefined ? process.stdout : {}, process.env), pathOf: (file) => shownPath(join(project, file)) });

/** `tenantscope baseline --suppressions`: what the comments of a project take out of its report. */
export const listSuppressions = async (directory: string, options: SuppressionListOptions): Promise<ExitCode> => {
  const project = requireDirectory(directory, 'baseline');
  const { report, suppressions, files } = await judgeProject(project, options);
  requireSources(directory, Object.keys(files).length);
  const list = suppressionsReport(suppressions, report, today());
  writeReport(render(list, project, options), options.output);
  return exitCodeOf({ refused: list.summary.valid < list.summary.suppressions, incomplete: list.incomplete.length > 0 });
};
