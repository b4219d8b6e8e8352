import { dirname, relative, resolve, sep } from 'node:path';
import { Project, ts as bundled } from 'ts-morph';
import { ts, useCompiler } from '#compiler';
import { deepestNode, maxTreeDepth } from './depth.ts';
import type { Typed } from '../schema/declared.ts';
import { Disk } from '../inputs/disk.ts';
import type { Incomplete } from './errors.ts';
import { isOwn } from './own.ts';
import { type LostImport } from './lost-imports.ts';
import { presentIn } from './present.ts';
import { lostProblems, unreadPackages } from './unread.ts';
import { type Workspace, withReferenced, workspaceAround } from './workspace.ts';
import { createResolver } from './resolution.ts';
import { type ConfiguredFiles, readConfigurations } from './tsconfig.ts';

export interface ProjectOptions {
  readonly directory: string;
  /** Path of the tsconfig, absolute or relative to the directory; `tsconfig.json` when absent. */
  readonly tsconfig?: string | undefined;
}

/** A program over the project's own sources (no declaration files, nothing from node_modules), with as little of everything else as its questions need. */
export interface LoadedProject extends Typed {
  readonly problems: readonly Incomplete[];
  /** What was taken for granted, as sentences. */
  readonly assumptions: readonly string[];
  /** Where everything was read from. */
  readonly disk: Disk;
}

const libFolder = '/node_modules/typescript/lib';

/** The language's own declarations: the newest that need no DOM. */
const languageLib = 'lib.es2023.d.ts';

let libFiles: ReadonlyMap<string, ts.SourceFile> | undefined;

/** ts-morph carries the compiler's `lib.*.d.ts` files inside itself and gives them to its own projects only: one is made to take them from. */
const libFile = (path: string): ts.SourceFile | undefined => {
  if (!libFiles) {
    const empty = new Project({ useInMemoryFileSystem: true, compilerOptions: { lib: [languageLib], types: [] } });
    empty.createSourceFile('empty.ts', '');
    libFiles = new Map(empty.getProgram().compilerObject.getSourceFiles().map((f) => [f.fileName, f]));
  }
  return libFiles.get(path);
};

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

/** Parses a file; one that nests too deeply for the compiler is left out, and said to be. */
const parse = (read: () => ts.SourceFile | undefined, path: string, tooDeep: Map<string, number>): ts.SourceFile | undefined => {
  const without = (line: number): ts.SourceFile => {
    tooDeep.set(path, line);
    return ts.createSourceFile(path, '', ts.ScriptTarget.ESNext, true);
  };
  try {
    const file = read();
    if (!file || file.isDeclarationFile) return file;
    const { depth, node } = deepestNode(file);
    return depth > maxTreeDepth() ? without(file.getLineAndCharacterOfPosition(node.pos).line + 1) : file;
  } catch (error) {
    if (error instanceof RangeError) return without(1);
    throw error;
  }
};

interface Origin {
  readonly configurations: readonly ConfiguredFiles[];
  readonly disk: Disk;
  readonly workspace: Workspace;
}

const createHost = (options: ts.CompilerOptions, { configurations, disk, workspace }: Origin, tooDeep: Map<string, number>, onLost: (lost: LostImport) => void): ts.CompilerHost => {
  const host = ts.createCompilerHost(options, false);
  const { readFile, fileExists, directoryExists, realpath } = disk;
  Object.assign(host, { readFile, fileExists, directoryExists, realpath });
  host.jsDocParsingMode = ts.JSDocParsingMode.ParseForTypeErrors;
  const onDisk = { ...host };
  host.getDefaultLibLocation = () => libFolder;
  host.getDefaultLibFileName = (o) => `${libFolder}/${ts.getDefaultLibFileName(o)}`;
  host.getSourceFile = (path, target, onError, create) => (path.startsWith(libFolder) ? libFile(path) : parse(() => onDisk.getSourceFile(path, target, onError, create), path, tooDeep));
  host.fileExists = (path) => path.startsWith(libFolder) || onDisk.fileExists(path);
  const resolveModule = createResolver({ optionsOf: optionsByFile(configurations, options), disk, workspace, onLost });
  host.resolveModuleNameLiterals = (literals, from, _reference, compilerOptions, file) =>
    literals.map((literal) => resolveModule(literal.text, from, ts.getModeForUsageLocation(file, literal, compilerOptions)));
  host.resolveTypeReferenceDirectiveReferences = (references) => references.map(() => ({ resolvedTypeReferenceDirective: undefined }));
  return host;
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

/** Loads the project of a directory; throws a {@link ProjectError} when there is none. */
export const loadProject = (options: ProjectOptions): LoadedProject => {
  useCompiler(bundled);
  const directory = resolve(options.directory);
  const disk = new Disk(ts.sys);
  const workspace = workspaceAround(directory, disk);
  const configurations = readConfigurations(directory, options.tsconfig, workspace, disk);
  const main = configurations.find((c) => c.files.length > 0) ?? configurations[0];
  const compilerOptions = optionsFor(main?.options ?? {});
  const rootNames = [...new Set(configurations.flatMap((c) => c.files))];
  const tooDeep = new Map<string, number>();
  const lost: LostImport[] = [];
  const host = createHost(compilerOptions, { configurations, disk, workspace: withReferenced(workspace, configurations.map((c) => dirname(c.path)), directory, disk) }, tooDeep, (l) => lost.push(l));
  const program = ts.createProgram({ rootNames, options: compilerOptions, host });
  const files = program.getSourceFiles().filter(isOwn);
  const pathOf = (file: Pick<ts.SourceFile, 'fileName'>): string => relative(directory, file.fileName).split(sep).join('/');
  const left = options.tsconfig === undefined && workspace?.root === directory ? unreadPackages(workspace, files, disk, pathOf) : { problems: [], assumptions: [] };
  const empty = files.length === 0 ? [{ message: `${configurations[0]?.path ?? directory} includes no TypeScript file.` }] : [];
  return {
    directory,
    compiler: bundled,
    strictNulls: configurations.every((c) => c.files.length === 0 || (c.options.strictNullChecks ?? c.options.strict) === true),
    program,
    checker: program.getTypeChecker(),
    files,
    libraries: presentIn(program, files),
    assumptions: left.assumptions,
    problems: [...empty, ...left.problems, ...lostProblems(lost, pathOf), ...deepProblems(tooDeep, program, pathOf), ...syntaxProblems(program, files, pathOf)],
    pathOf,
    disk,
  };
};
