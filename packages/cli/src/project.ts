import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkNames, configuredSchema, loadConfiguration, type LoadedConfiguration, type LoadedSchema, loadParser, noSchema, openProgress, rebased, UsageError } from '@tenantscope/command';
import type * as Analyzer from '@tenantscope/analyzer';
import { buildModel, type CheckReport, checkReport, type Configuration, type FiledSuppression, readExpression, type TenantModel } from '@tenantscope/core';
import { suppressedBy, today } from './suppressions.ts';

export interface ProjectOptions {
  readonly config?: string;
  readonly tsconfig?: string;
}

/** A project with the verdict on each of its query sites. */
export interface JudgedProject {
  readonly report: CheckReport;
  readonly files: number;
  /** As they were judged, whatever comments say. */
  readonly sites: Analyzer.Analysis['sites'];
  readonly suppressions: readonly FiledSuppression[];
  /** The files as they were read. */
  readonly texts: readonly { readonly file: string; readonly text: string }[];
  readonly model: TenantModel;
  readonly schema: LoadedSchema;
}

/** The directory of a project, as a command was given it. */
export const requireDirectory = (path: string, command: string): string => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`there is no directory ${path}`);
  if (!found.isDirectory())
    throw new UsageError(`${path} is a file; ${command} takes a directory with a tsconfig.json${path.endsWith('.sql') ? `. For SQL: tenantscope prove ${path}` : ''}`);
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

/** Judges every query site of a project. */
export const judgeProject = async (directory: string, options: ProjectOptions): Promise<JudgedProject> => {
  // The SQL parser is compiled in the background while the rest loads.
  const parser = loadParser();
  const loaded = loadConfiguration(directory, options.config);
  const configuration = rebased(loaded, directory);
  await Promise.all([parser, import('@tenantscope/analyzer')]);
  const inSql = configuredSchema(loaded, directory, directory);
  const progress = await openProgress();
  const tsconfig = tsconfigPath(directory, options.tsconfig);
  try {
    return await usable(async ({ analyzeProject, loadProject, readDeclaredSchema }) => {
      const project = loadProject({ directory, tsconfig });
      const schema = inSql ?? { ...noSchema, schema: readDeclaredSchema(project, configuration)?.schema };
      checkNames(configuration, loaded.file, schema);
      const model = buildModel(configuration, schema.schema, readExpression);
      const result = await analyzeProject({ directory, tsconfig, configuration, model, project, onProgress: progress.report });
      const { sites, suppressions } = suppressedBy(result, today());
      const report = checkReport({
        sites,
        suppressions,
        incomplete: [...schema.incomplete, ...result.incomplete],
        assumptions: [...assumedFile(loaded), ...schema.assumptions, ...model.assumptions, ...assumedProvenance(configuration)],
      });
      const read = result.read.flatMap(({ file, text }) => (text === undefined ? [] : [{ file, text }]));
      const texts = [...project.files.map((f) => ({ file: project.pathOf(f), text: f.text })), ...read];
      return { report, files: result.files, sites: result.sites, suppressions, texts, model, schema };
    });
  } finally {
    progress.stop();
  }
};
