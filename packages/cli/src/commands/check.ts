import { join, resolve } from 'node:path';
import { exitCode, type ExitCode, exitCodeOf, note, shownPath, styleFor, UsageError, writeReport, writeVerdicts } from '@tenantscope/command';
import { type CheckReport, coverageOf, renderCheck, renderJson } from '@tenantscope/core';
import { sourceReader } from '../output/source.ts';
import { type CheckedVerdicts, checkProject, type ProjectOptions, requireDirectory } from '../project.ts';

/** How a gate prints and when it fails. */
export interface GateOptions {
  readonly format: 'pretty' | 'json';
  readonly output?: string;
  readonly minCoverage?: number;
  /** Whether the verdicts are kept for editors. */
  readonly store: boolean;
}

export interface CheckOptions extends GateOptions, ProjectOptions {
  /** Whether the result of the last run stands while nothing has changed. */
  readonly cache: boolean;
}

const render = (report: CheckReport, project: string, options: GateOptions): string => {
  if (options.format === 'json') return renderJson(report);
  const style = styleFor(options.output === undefined ? process.stdout : {}, process.env);
  const pathOf = (file: string): string => shownPath(join(project, file));
  return renderCheck(report, { style, linesOf: sourceReader(project), pathOf });
};

/** A gate that saw no query has proved nothing. */
const nothingFound = (files: number, directory: string): UsageError =>
  new UsageError(
    files === 0
      ? `${directory}: the tsconfig includes no TypeScript file; check its "include", or name another with --tsconfig`
      : `${directory}: no query site in ${files} TypeScript file${files === 1 ? '' : 's'}, so nothing was proved. Query sites are calls on a handle of a database library (Kysely, Drizzle, Prisma, Knex, pg and others), found by type: is this the right directory, and are its dependencies installed?`,
  );

/** Prints a verdict for every query site of a project, and says how the gate ends. */
export const conclude = (directory: string, { report, files, sites }: CheckedVerdicts, options: GateOptions): ExitCode => {
  const project = resolve(directory);
  const read = Object.keys(files).length;
  const { summary, incomplete, findings } = report;
  const empty = summary.sites === 0;
  if (read === 0) throw nothingFound(read, directory);
  writeReport(render(report, project, options), options.output);
  if (options.store) writeVerdicts({ directory: project, report, files, sites });
  if (empty && incomplete.length === 0) throw nothingFound(read, directory);
  const { minCoverage } = options;
  const below = minCoverage !== undefined && (coverageOf(summary) ?? 0) < minCoverage;
  if (below) note(`coverage is below ${minCoverage} %`);
  const code = exitCodeOf({ refused: below || findings.length > 0 || summary.unscoped + summary.unproven > 0, incomplete: incomplete.length > 0 });
  if (code === exitCode.incomplete) note('incomplete: not everything could be read, so this run proves nothing about the rest');
  return code;
};

/** `tenantscope check`: a verdict for every query site of a project. */
export const check = async (directory: string, options: CheckOptions): Promise<ExitCode> => {
  const project = requireDirectory(directory, 'check');
  return conclude(directory, await checkProject(project, { ...options, cache: options.cache && options.store }), options);
};
