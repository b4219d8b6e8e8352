import { dirname, relative, resolve, sep } from 'node:path';
import { ts as bundled } from 'ts-morph';
import { ts, useCompiler } from '#compiler';
import { maxTreeDepth } from './depth.ts';
import type { Typed } from '../schema/declared.ts';
import { Disk } from '../inputs/disk.ts';
import type { Incomplete } from './errors.ts';
import type { LostImport } from './lost-imports.ts';
import { matchFiles } from './match-files.ts';
import { isOwn } from './own.ts';
import { ParsedFiles } from './parsed-files.ts';
import { presentIn } from './present.ts';
import { createResolver } from './resolution.ts';
import { type ConfiguredFiles, readConfigurations } from './tsconfig.ts';
import { lostProblems, unreadableProblems, unreadPackages } from './unread.ts';
import { type Workspace, withReferenced, workspaceAround } from './workspace.ts';

export interface ProjectOptions {
  readonly directory: string;
  /** Path of the tsconfig, absolute or relative to the directory; `tsconfig.json` when absent. */
  readonly tsconfig?: string | undefined;
  /** Files that were parsed for the program before. */
  readonly parsed?: ParsedFiles | undefined;
}

/** A program over the project's own sources (no declaration files, nothing from node_modules), with as little of everything else as its questions need. */
export interface LoadedProject extends Typed {
  /** The file of the project that a module specifier in one leads to. */
  readonly targetOf: (specifier: ts.StringLiteralLike) => ts.SourceFile | undefined;
  /** The path of any file that it leads to. */
  readonly pathTo: (specifier: ts.StringLiteralLike) => string | undefined;
  /** As the compiler is given them. */
  readonly options: ts.CompilerOptions;
  readonly problems: readonly Incomplete[];
  /** What was taken for granted, as sentences. */
  readonly assumptions: readonly string[];
  /** Where everything was read from. */
  readonly disk: Disk;
}

/** The language's own declarations: the newest that need no DOM. */
export const languageLib = 'lib.es2023.d.ts';

/** Nullability is asked of the checker, so it is always tracked, whatever the project's own options say. */
const optionsFor = (options: ts.CompilerOptions): ts.CompilerOptions => ({
  ...options,
  strict: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  composite: false,
  incremental: false,
  declaration: false,
  skipLibCheck: true,
  types: [],
  lib: [languageLib],
  noLib: false,
  plugins: [],
});

const optionsByFile = (configurations: readonly ConfiguredFiles[], fallback: ts.CompilerOptions) => {
  const owners = new Map(configurations.flatMap((c) => c.files.map((f) => [f, c.options] as const)));
  return (file: string): ts.CompilerOptions => owners.get(file) ?? fallback;
};

type Resolver = ReturnType<typeof createResolver>;

/** What a project is loaded from. */
export interface Setup {
  readonly directory: string;
  readonly disk: Disk;
  readonly configurations: readonly ConfiguredFiles[];
  readonly rootNames: readonly string[];
  readonly options: ts.CompilerOptions;
  readonly resolveModule: Resolver;
  /** Whether the project's own compiler keeps null and undefined out of what does not allow them. */
  readonly strictNulls: boolean;
  readonly parsed: ParsedFiles;
  /** Files that nest too deeply to be read, and the line where; filled while the program is made. */
  readonly tooDeep: Map<string, number>;
  /** Packages beside this one, when its directory is the root of a workspace and all of it is asked for. */
  readonly whole: Workspace | undefined;
  /** Imports of packages of the workspace that lead nowhere; filled while the program is made. */
  readonly lost: LostImport[];
}

/** Reads the tsconfig of a directory; throws a {@link ProjectError} when there is none. */
export const readSetup = ({ directory: path, tsconfig, parsed = new ParsedFiles() }: ProjectOptions): Setup => {
  useCompiler(bundled);
  const directory = resolve(path);
  const disk = new Disk(ts.sys, matchFiles);
  const around = workspaceAround(directory, disk);
  const configurations = readConfigurations(directory, tsconfig, around, disk);
  const main = configurations.find((c) => c.files.length > 0) ?? configurations[0];
  const options = optionsFor(main?.options ?? {});
  const workspace = withReferenced(around, configurations.map((c) => dirname(c.path)), directory, disk);
  const lost: LostImport[] = [];
  parsed.begin(JSON.stringify(options));
  return {
    directory,
    disk,
    configurations,
    rootNames: [...new Set(configurations.flatMap((c) => c.files))],
    options,
    resolveModule: createResolver({ optionsOf: optionsByFile(configurations, options), disk, workspace, onLost: (l) => lost.push(l) }),
    strictNulls: configurations.every((c) => c.files.length === 0 || (c.options.strictNullChecks ?? c.options.strict) === true),
    parsed,
    tooDeep: new Map(),
    whole: tsconfig === undefined && around?.root === directory ? around : undefined,
    lost,
  };
};

const syntaxProblems = (program: ts.Program, files: readonly ts.SourceFile[], pathOf: (f: ts.SourceFile) => string): Incomplete[] =>
  files.flatMap((file) => {
    const [first] = program.getSyntacticDiagnostics(file);
    if (!first) return [];
    const line = first.start === undefined ? 1 : file.getLineAndCharacterOfPosition(first.start).line + 1;
    const message = ts.flattenDiagnosticMessageText(first.messageText, ' ');
    return [{ file: pathOf(file), line, message: `line ${line} has a syntax error: ${message}` }];
  });

const deepProblems = (tooDeep: ReadonlyMap<string, number>, program: ts.Program, pathOf: (f: ts.SourceFile) => string): Incomplete[] =>
  [...tooDeep].map(([path, line]) => {
    const file = program.getSourceFile(path);
    return { file: file ? pathOf(file) : path, line, message: `line ${line} nests more than ${maxTreeDepth()} levels deep, so the file is not read: split the expression, or give Node a larger --stack-size` };
  });

const pathFinder =
  ({ resolveModule, options }: Setup): LoadedProject['pathTo'] =>
  (specifier) => {
    const file = specifier.getSourceFile();
    return resolveModule(specifier.text, file.fileName, ts.getModeForUsageLocation(file, specifier, options)).resolvedModule?.resolvedFileName;
  };

/** What of a project the syntax of its program says. `paths`: all files of the program that has its types. */
export const sourcesOf = (setup: Setup, program: ts.Program, paths: readonly string[]): Omit<LoadedProject, 'host'> => {
  const { directory, disk, configurations, tooDeep, whole, lost, options } = setup;
  const pathTo = pathFinder(setup);
  const files = program.getSourceFiles().filter(isOwn);
  const pathOf = (file: Pick<ts.SourceFile, 'fileName'>): string => relative(directory, file.fileName).split(sep).join('/');
  const left = whole ? unreadPackages(whole, files, disk, pathOf) : { problems: [], assumptions: [] };
  const empty = files.length === 0 ? [{ message: `${configurations[0]?.path ?? directory} includes no TypeScript file.` }] : [];
  return {
    directory,
    compiler: bundled,
    paths: () => paths,
    fileAt: (path) => program.getSourceFile(path),
    options,
    pathTo,
    targetOf: (specifier) => {
      const path = pathTo(specifier);
      return path === undefined ? undefined : program.getSourceFile(path);
    },
    files,
    libraries: presentIn(paths, files),
    assumptions: left.assumptions,
    problems: [...empty, ...unreadableProblems(disk, pathOf), ...left.problems, ...lostProblems(lost, pathOf), ...deepProblems(tooDeep, program, pathOf), ...syntaxProblems(program, files, pathOf)],
    pathOf,
    disk,
  };
};
