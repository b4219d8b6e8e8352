import { resolve } from 'node:path';
import { exitCode, type ExitCode, exitCodeOf, note, UsageError, writeReport, writeVerdicts } from '@tenantscope/command';
import { type CheckReport, coverageOf, isRefused, withoutUnchanged } from '@tenantscope/core';
import type { Format } from '../output/format-names.ts';
import { formats } from '../output/formats.ts';
import { type CheckedVerdicts, requireSources } from '../project.ts';
import { type BaselineChoice, baselined, chosenBaseline } from './baseline.ts';

/** How a gate prints and when it fails. */
export interface GateOptions {
  readonly format: Format;
  readonly output?: string;
  readonly minCoverage?: number;
  readonly maxSuppressions?: number;
  readonly baseline?: BaselineChoice;
  /** Whether the verdicts are kept for editors. */
  readonly store: boolean;
}

/** A gate that saw no query has proved nothing. */
const nothingFound = (files: number, directory: string): UsageError =>
  new UsageError(
    `${directory}: no query site in ${files} TypeScript file${files === 1 ? '' : 's'}, so nothing was proved. Query sites are calls on a handle of a database library (Kysely, Drizzle, Prisma, Knex, pg and others), found by type: is this the right directory, and are its dependencies installed?`,
  );

/** Comments, not sites: one may answer for several. */
const suppressionCount = ({ sites }: CheckReport): number => new Set(sites.flatMap((s) => (s.suppressions ?? []).map(({ line }) => `${s.file}:${line}`))).size;

/** Why a report is refused beside its findings. */
const missed = (report: CheckReport, { minCoverage, maxSuppressions }: GateOptions): readonly string[] => {
  const suppressions = suppressionCount(report);
  return [
    ...(minCoverage !== undefined && (coverageOf(report.summary) ?? 0) < minCoverage ? [`coverage is below ${minCoverage} %`] : []),
    ...(maxSuppressions !== undefined && suppressions > maxSuppressions ? [`${suppressions} comments suppress findings, and --max-suppressions allows ${maxSuppressions}; \`tenantscope baseline --suppressions\` lists them`] : []),
  ];
};

/**
 * Prints a verdict for every query site of a project, and says how the gate ends. The verdicts are the whole project's; a
 * baseline, or the state before a change, only takes findings out that were there already.
 */
export const conclude = (directory: string, { report: whole, files, sites }: CheckedVerdicts, options: GateOptions, before?: CheckReport): ExitCode => {
  const project = resolve(directory);
  const read = Object.keys(files).length;
  const { summary, incomplete } = whole;
  const empty = summary.sites === 0;
  requireSources(directory, read);
  const left = baselined(whole, project, chosenBaseline(project, options.baseline));
  const report = before === undefined ? left : withoutUnchanged(left, before);
  writeReport(formats[options.format](report, { project, output: options.output }), options.output);
  if (options.store) writeVerdicts({ directory: project, report: whole, files, sites });
  if (empty && incomplete.length === 0) throw nothingFound(read, directory);
  const reasons = missed(report, options);
  reasons.forEach(note);
  const code = exitCodeOf({ refused: reasons.length > 0 || isRefused(report), incomplete: incomplete.length > 0 });
  if (code === exitCode.incomplete) note('incomplete: not everything could be read, so this run proves nothing about the rest');
  return code;
};
