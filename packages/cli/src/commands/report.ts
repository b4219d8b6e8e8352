import { exitCode, type ExitCode, shownPath, UsageError, writeReport } from '@tenantscope/command';
import { type CheckReport, parseReport } from '@tenantscope/core';
import { textOf } from '../input.ts';
import type { Format } from '../output/format-names.ts';
import { formats } from '../output/formats.ts';
import { requireDirectory } from '../project.ts';

export interface ReportOptions {
  readonly format: Format;
  readonly output?: string;
  /** The project that the report is of: its sources are quoted. */
  readonly directory: string;
}

const reportIn = (file: string): CheckReport => {
  const found = parseReport(textOf(file, shownPath(file)));
  if (!found) throw new UsageError(`${shownPath(file)} is no report that this tenantscope can read; \`tenantscope check --format json --output ${shownPath(file)}\` writes one`);
  return found;
};

/** `tenantscope report`: what a check has found, in another format. It gives no verdict. */
export const report = (file: string, { format, output, directory }: ReportOptions): ExitCode => {
  writeReport(formats[format](reportIn(file), { project: requireDirectory(directory, 'report'), output }), output);
  return exitCode.clean;
};
