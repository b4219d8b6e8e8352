import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type * as Analyzer from '@tenantscope/analyzer';
import { buildModel, type CheckReport, checkReport, type Configuration, coverageOf, loadSqlReader, readExpression, renderCheck, renderJson } from '@tenantscope/core';
import { type LoadedConfiguration, loadConfiguration } from '../configuration/load.ts';
import { shownPath } from '../configuration/migrations.ts';
import { rebased } from '../configuration/rebase.ts';
import { checkNames, configuredSchema, noSchema } from '../configuration/schema.ts';
import { exitCode, type ExitCode, exitCodeOf, UsageError } from '../exit.ts';
import { openProgress } from '../output/progress.ts';
import { sourceReader } from '../output/source.ts';
import { styleFor } from '../output/style.ts';
import { note, writeReport } from '../output/write.ts';

export interface CheckOptions {
  readonly config?: string;
  readonly tsconfig?: string;
  readonly format: 'pretty' | 'json';
  readonly output?: string;
  readonly minCoverage?: number;
}

const requireDirectory = (path: string): string => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`there is no directory ${path}`);
  if (!found.isDirectory())
    throw new UsageError(`${path} is a file; check takes a directory with a tsconfig.json${path.endsWith('.sql') ? `. For SQL: tenantscope prove ${path}` : ''}`);
  return resolve(path);
};

/** A path given on the command line: relative to the checked directory, else to where the user stands. */
const tsconfigPath = (project: string, path: string | undefined): string | undefined =>
  path === undefined || existsSync(resolve(project, path)) || !existsSync(path) ? path : resolve(path);

const hints: Readonly<Record<string, string>> = {
  'no-tsconfig': ' Name the file with --tsconfig, or run check on the directory that has it.',
};

/** Directory and tsconfig errors are the user's to mend. */
const usable = async <T>(work: (analyzer: typeof Analyzer) => T | Promise<T>): Promise<T> => {
  // The TypeScript compiler: only what checks TypeScript waits for it.
  const analyzer: typeof Analyzer = await import('@tenantscope/analyzer');
  try {
    return await work(analyzer);
  } catch (error) {
    if (error instanceof analyzer.ProjectError) throw new UsageError(`${error.message}${hints[error.code] ?? ''}`);
    throw error;
  }
};

const assumedFile = ({ file }: LoadedConfiguration): readonly string[] => (file === undefined ? ['there is no tenantscope.config file'] : []);

const assumedProvenance = ({ tenant }: Configuration): readonly string[] =>
  tenant?.provenance === 'names' ? ['a parameter or property named like the tenant column holds the tenant (tenant.provenance is "names")'] : [];

const run = async (directory: string, options: CheckOptions): Promise<{ readonly report: CheckReport; readonly files: number }> => {
  // The SQL parser is compiled in the background while the rest loads.
  const parser = loadSqlReader();
  const loaded = await loadConfiguration(directory, options.config);
  const configuration = rebased(loaded, directory);
  await Promise.all([parser, import('@tenantscope/analyzer')]);
  const inSql = configuredSchema(loaded, directory, directory);
  const progress = await openProgress();
  const tsconfig = tsconfigPath(directory, options.tsconfig);
  try {
    return await usable(async ({ analyzeProject, loadProject, readDbType }) => {
      const project = loadProject({ directory, tsconfig });
      const schema = inSql ?? { ...noSchema, schema: readDbType({ directory, configuration, project }) };
      checkNames(configuration, loaded.file, schema);
      const model = buildModel(configuration, schema.schema, readExpression);
      const result = await analyzeProject({ directory, tsconfig, configuration, model, project, onProgress: progress.report });
      const report = checkReport({
        sites: result.sites,
        incomplete: [...schema.incomplete, ...result.incomplete],
        assumptions: [...assumedFile(loaded), ...schema.assumptions, ...model.assumptions, ...assumedProvenance(configuration)],
      });
      return { report, files: result.files };
    });
  } finally {
    progress.stop();
  }
};

const render = (report: CheckReport, project: string, options: CheckOptions): string => {
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
      : `${directory}: no query site in ${files} TypeScript file${files === 1 ? '' : 's'}, so nothing was proved. Query sites are calls on a Kysely, pg or postgres.js handle, found by type: is this the right directory, and are its dependencies installed?`,
  );

/** `tenantscope check`: a verdict for every query site of a project. */
export const check = async (directory: string, options: CheckOptions): Promise<ExitCode> => {
  const project = requireDirectory(directory);
  const { report, files } = await run(project, options);
  const { summary, incomplete } = report;
  const empty = summary.sites === 0;
  if (files === 0) throw nothingFound(files, directory);
  writeReport(render(report, project, options), options.output);
  if (empty && incomplete.length === 0) throw nothingFound(files, directory);
  const { minCoverage } = options;
  const below = minCoverage !== undefined && (coverageOf(summary) ?? 0) < minCoverage;
  if (below) note(`coverage is below ${minCoverage} %`);
  const code = exitCodeOf({ refused: below || summary.unscoped + summary.unproven > 0, incomplete: incomplete.length > 0 });
  if (code === exitCode.incomplete) note('incomplete: not everything could be read, so this run proves nothing about the rest');
  return code;
};
