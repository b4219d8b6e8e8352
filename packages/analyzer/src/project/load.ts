import { Project, ts as bundled } from 'ts-morph';
import { ts, useCompiler } from '#compiler';
import { createTypeHost } from '../host/in-process.ts';
import { sourceReader } from './parse.ts';
import { languageLib, type LoadedProject, type ProjectOptions, readSetup, type Setup, sourcesOf } from './setup.ts';

/** One whose types are read in this process. */
export interface CheckedProject extends LoadedProject {
  readonly program: ts.Program;
}

const libFolder = '/node_modules/typescript/lib';

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

const createHost = (setup: Setup): ts.CompilerHost => {
  const { options, resolveModule, disk } = setup;
  const host = ts.createCompilerHost(options, false);
  const { readFile, fileExists, directoryExists, realpath } = disk;
  Object.assign(host, { readFile, fileExists, directoryExists, realpath });
  host.jsDocParsingMode = ts.JSDocParsingMode.ParseForTypeErrors;
  host.getDefaultLibLocation = () => libFolder;
  host.getDefaultLibFileName = (o) => `${libFolder}/${ts.getDefaultLibFileName(o)}`;
  const read = sourceReader(setup, false);
  host.getSourceFile = (path, target) => (path.startsWith(libFolder) ? libFile(path) : read(path, target));
  host.fileExists = (path) => path.startsWith(libFolder) || fileExists(path);
  host.resolveModuleNameLiterals = (literals, from, _reference, compilerOptions, file) =>
    literals.map((literal) => resolveModule(literal.text, from, ts.getModeForUsageLocation(file, literal, compilerOptions)));
  host.resolveTypeReferenceDirectiveReferences = (references) => references.map(() => ({ resolvedTypeReferenceDirective: undefined }));
  return host;
};

/** Loads the project of a directory; throws a {@link ProjectError} when there is none. */
export const loadProject = (given: ProjectOptions): CheckedProject => {
  useCompiler(bundled);
  const setup = readSetup(given);
  const program = ts.createProgram({ rootNames: setup.rootNames, options: setup.options, host: createHost(setup) });
  const paths = program.getSourceFiles().map((f) => f.fileName);
  return { ...sourcesOf(setup, program, paths), program, host: createTypeHost(program.getTypeChecker(), setup.strictNulls) };
};
