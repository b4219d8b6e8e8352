import { dirname, join } from 'node:path';
import { type Configuration, loadSqlReader, type TenantModel } from '@tenantscope/core';
import { type ts, useCompiler } from '#compiler';
import { counting, finish, openAnalysis, type Surroundings } from './analysis.ts';
import { type EntryOptions, isCovered, runEntries } from './entries.ts';
import { type FileComments, suppressionComments } from './comments.ts';
import { reportForgeries } from './forgeries.ts';
import { type Site, siteOf } from './findings.ts';
import { withFingerprints } from './fingerprint.ts';
import { outermostParts, type Shared } from './flow/interpreter.ts';
import { mutatedNames } from './flow/mutation.ts';
import { startsOf } from './frontend/starts.ts';
import type { Inputs } from './inputs/inputs.ts';
import type { Incomplete } from './project/errors.ts';
import { createImportGraph } from './project/imports.ts';
import { loadProject } from './project/load.ts';
import type { LoadedProject, ProjectOptions } from './project/setup.ts';
import type { ReadText } from './project/text-files.ts';
import { derivedClasses, methodNames, relevanceOf } from './relevance.ts';

export interface AnalyzeOptions extends ProjectOptions {
  readonly configuration: Configuration;
  readonly model: TenantModel;
  /** A project that was loaded before, to read its schema. */
  readonly project?: LoadedProject | undefined;
  /** Called now and then: entries done, entries in all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What a run found, and what it could not read. */
export interface Analysis {
  readonly sites: readonly (Site & { readonly fingerprint: string })[];
  readonly incomplete: readonly Incomplete[];
  readonly files: number;
  /** The files beside the sources that were read, or looked for: what they hold has a say in the verdicts. */
  readonly read: readonly ReadText[];
  /** Of the files that may suppress findings. */
  readonly comments: readonly FileComments[];
  /** What it depends on. */
  readonly inputs: Inputs;
}

const order = (a: Site, b: Site): number => (a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1);

const surroundingsOf = ({ files }: LoadedProject, entries: readonly ts.Node[], names: ReadonlySet<string>): Surroundings => ({
  names,
  methods: new Set(files.flatMap((f) => methodNames(outermostParts(f)))),
  relevant: new Set(entries),
  classes: () => files.flatMap(derivedClasses),
  mutated: () => files.flatMap(mutatedNames),
});

/** Whose package a file is part of may decide what its types are, so each package.json above a source counts; and what libraries read. */
export const inputsOf = ({ files, paths, libraries, disk }: LoadedProject): Inputs => {
  const seen = new Set<string>();
  for (const file of files) for (let at = dirname(file.fileName); !seen.has(at); at = dirname(at)) seen.add(at);
  for (const directory of seen) disk.readFile(join(directory, 'package.json'));
  const beside = paths().flatMap((path) => libraries.flatMap((f) => f.reads?.(path) ?? []));
  new Set(beside).forEach(disk.readFile);
  return disk.inputs;
};

/** An analysis that has not run anything yet. */
export interface Opened {
  readonly project: LoadedProject;
  readonly shared: Shared;
  /** What may be worth running, in the order in which it is run. */
  readonly entries: readonly ts.Node[];
}

/** Loads a project and looks where its queries may be. `loadSqlReader` comes first; what follows comes at once: there is one analysis at a time. */
export const openProject = (options: AnalyzeOptions): Opened => {
  const project = options.project ?? loadProject(options);
  useCompiler(project.compiler);
  const { entries, names } = relevanceOf(project.files, outermostParts, createImportGraph(project.files, project.targetOf), startsOf(project.libraries));
  project.host.prepare(entries);
  return { project, entries, shared: openAnalysis(project, options.configuration, options.model, surroundingsOf(project, entries, names)) };
};

/** Decides every query site; `recorded`: results of runs that were made elsewhere. */
export const concludeProject = ({ project, shared, entries }: Opened, options: Omit<EntryOptions, 'isCovered'>): Analysis => {
  const unfollowed = runEntries(shared, entries, { ...options, isCovered: (entry) => isCovered(shared, entry) });
  finish(shared, project.files, project.files.some((f) => f.text.includes('scoped-kysely')));
  reportForgeries(shared, project.files);
  const { log } = shared;
  const sites = [...log.outcomes.values()].map((o) => siteOf(project, counting(log, o), shared.files)).filter((s) => s !== undefined);
  const problems = unfollowed.map(({ file, line, cause }) => ({ file: project.pathOf(file), line, message: `line ${line}: ${cause}` }));
  return {
    sites: withFingerprints(sites.sort(order)),
    incomplete: [...project.problems, ...problems],
    files: project.files.length,
    comments: suppressionComments(project.files, project.pathOf),
    read: shared.files.read(),
    inputs: inputsOf(project),
  };
};

/**
 * Finds every query site of a project and has each decided.
 * Throws a `ProjectError` when there is no project to analyse.
 */
export const analyzeProject = async (options: AnalyzeOptions): Promise<Analysis> => {
  await loadSqlReader();
  return concludeProject(openProject(options), { onProgress: options.onProgress });
};
