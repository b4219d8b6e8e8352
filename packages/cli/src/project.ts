import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkNames, configuredSchema, loadConfiguration, type LoadedConfiguration, type LoadedSchema, loadParser, noSchema, note, openProgress, rebased, textHash, UsageError } from '@tenantscope/command';
import type * as Analyzer from '@tenantscope/analyzer';
import { buildModel, type CheckReport, checkReport, type Configuration, type FiledSuppression, readExpression, type TenantModel } from '@tenantscope/core';
import { type Judgement, keyOf, keptSites, type Question, recall, recallRuns, remember, rememberRuns, runsKey } from './cache.ts';
import { suppressedBy, today } from './suppressions.ts';

export interface ProjectOptions {
  readonly config?: string;
  readonly tsconfig?: string;
  readonly backend?: Analyzer.Backend;
}

/** A project with the verdict on each of its query sites. */
export interface JudgedProject {
  readonly report: CheckReport;
  /** Relative paths → `textHash` of the files. */
  readonly files: Judgement['files'];
  /** As they were judged, whatever comments say. */
  readonly sites: Analyzer.Analysis['sites'];
  readonly suppressions: readonly FiledSuppression[];
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

/** A project of no file has nothing that could be judged. */
export const requireSources = (directory: string, files: number): void => {
  if (files === 0) throw new UsageError(`${directory}: the tsconfig includes no TypeScript file; check its "include", or name another with --tsconfig`);
};

/** A path given on the command line: relative to the checked directory, else to where the user stands. */
export const tsconfigPath = (project: string, path: string | undefined): string | undefined =>
  path === undefined || existsSync(resolve(project, path)) || !existsSync(path) ? path : resolve(path);

const hints: Readonly<Record<string, string>> = {
  'no-tsconfig': ' Name the file with --tsconfig, or run check on the directory that has it.',
};

/** Directory and tsconfig errors are the user's to mend. */
export const usable = async <T>(work: (analyzer: typeof Analyzer) => T | Promise<T>): Promise<T> => {
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

/** What the user asks of a project; its configuration is read. */
export const questionOf = (directory: string, options: ProjectOptions): Question => {
  const loaded = loadConfiguration(directory, options.config);
  return { directory, tsconfig: tsconfigPath(directory, options.tsconfig), backend: options.backend ?? 'auto', loaded, configuration: rebased(loaded, directory) };
};

interface Fresh extends Pick<JudgedProject, 'sites' | 'model' | 'schema'> {
  readonly judgement: Judgement;
}

/** By file; not of those that were only looked for. */
const hashes = (read: Analyzer.Analysis['read']): Judgement['files'] => Object.fromEntries(read.flatMap(({ file, text }) => (text === undefined ? [] : [[file, textHash(text)]])));

/** A project that is loaded, with what is known of its tables. */
export interface ReadyProject {
  readonly project: Analyzer.LoadedProject;
  readonly schema: LoadedSchema;
  readonly options: Analyzer.AnalyzeOptions;
}

const onFallback = (why: string): void => {
  note(`types are read by the TypeScript that comes along, not by TypeScript 7: ${why}`);
};

let parsed: Analyzer.ParsedFiles | undefined;

/** For a process that loads a project again and again: the next time, it reads what has changed. */
export const keepParsed = async (): Promise<void> => {
  const { ParsedFiles } = await import('@tenantscope/analyzer');
  parsed = new ParsedFiles();
};

/** Loads a project and does something with it; errors of its directory and configuration are the user's. */
export const withProject = async <T>({ directory, tsconfig, backend, loaded, configuration }: Question, work: (analyzer: typeof Analyzer, ready: ReadyProject) => Promise<T>): Promise<T> => {
  // The SQL parser is compiled in the background while the rest loads.
  await Promise.all([loadParser(), import('@tenantscope/analyzer')]);
  const inSql = configuredSchema(loaded, directory, directory);
  const progress = await openProgress();
  try {
    return await usable((analyzer) =>
      analyzer.withProject({ directory, tsconfig, backend, onFallback, parsed }, (project) => {
        const schema = inSql ?? { ...noSchema, schema: analyzer.readDeclaredSchema(project, configuration)?.schema };
        checkNames(configuration, loaded.file, schema);
        const model = buildModel(configuration, schema.schema, readExpression);
        return work(analyzer, { project, schema, options: { directory, tsconfig, configuration, model, project, onProgress: progress.report } });
      }),
    );
  } finally {
    progress.stop();
  }
};

/** What an analysis found, as reports are made of it. */
export const judgementOf = ({ loaded, configuration }: Question, { project, schema, options }: ReadyProject, { sites, comments, incomplete, read }: Analyzer.Analysis): Judgement => ({
  sites: keptSites(sites),
  comments,
  incomplete: [...schema.incomplete, ...incomplete],
  assumptions: [...assumedFile(loaded), ...project.assumptions, ...schema.assumptions, ...options.model.assumptions, ...assumedProvenance(configuration)],
  files: hashes([...project.files.map((f) => ({ file: project.pathOf(f), text: f.text })), ...read]),
});

const judge = (question: Question): Promise<Fresh> =>
  withProject(question, async (analyzer, ready) => {
    const analysis = await analyzer.analyzeProject(ready.options);
    return { sites: analysis.sites, model: ready.options.model, schema: ready.schema, judgement: judgementOf(question, ready, analysis) };
  });

/** Judges with what the last run has left, and leaves as much to the next. */
const judgeChanged = (question: Question, key: string): Promise<Judgement> =>
  withProject(question, async (analyzer, ready) => {
    const { kept, inputs, ...analysis } = await analyzer.analyzeKept(ready.options, { key: runsKey(key, ready.schema), text: recallRuns(question) });
    const judgement = judgementOf(question, ready, { ...analysis, inputs });
    remember(question, { key, inputs, judgement });
    rememberRuns(question, kept);
    return judgement;
  });

const reported = ({ incomplete, assumptions, ...judgement }: Judgement): Pick<JudgedProject, 'report' | 'suppressions'> => {
  const { sites, suppressions } = suppressedBy(judgement, today());
  return { report: checkReport({ sites, suppressions, incomplete, assumptions }), suppressions };
};

/** Judges every query site of a project, with the proofs. */
export const judgeProject = async (directory: string, options: ProjectOptions): Promise<JudgedProject> => {
  const { judgement, ...fresh } = await judge(questionOf(directory, options));
  return { ...fresh, ...reported(judgement), files: judgement.files };
};

/** A project's verdicts alone. */
export interface CheckedVerdicts extends Pick<JudgedProject, 'report' | 'files'> {
  readonly sites: Judgement['sites'];
}

export const verdictsOf = (judgement: Judgement): CheckedVerdicts => ({ report: reported(judgement).report, files: judgement.files, sites: judgement.sites });

/** The result of the last run while nothing has changed; else one in which what has not changed is not run again. */
const recalled = async (question: Question): Promise<Judgement> => {
  const key = keyOf(question);
  return recall(question, key) ?? judgeChanged(question, key);
};

/** Judges every query site of a project; with `cache`, only when something has changed since the last time. */
export const checkProject = async (directory: string, options: ProjectOptions & { readonly cache: boolean }): Promise<CheckedVerdicts> => {
  const question = questionOf(directory, options);
  return verdictsOf(options.cache ? await recalled(question) : (await judge(question)).judgement);
};
