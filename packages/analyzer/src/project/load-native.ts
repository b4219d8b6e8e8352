import { ts as bundled } from 'ts-morph';
import { type ts, useCompiler } from '#compiler';
import type { NativeCompiler } from '../host/native/compiler.ts';
import { NativeFailure } from '../host/native/failure.ts';
import { createNodeMap } from '../host/native/nodes.ts';
import { nativeReader } from '../host/native/reader.ts';
import { openSession } from '../host/native/session.ts';
import { createQuestions } from '../host/questions.ts';
import { closureOf, withoutTypeReferences } from './closure.ts';
import { type LoadedProject, type ProjectOptions, readSetup, type Setup, sourcesOf } from './setup.ts';
import { parseProject } from './syntax.ts';

/** A project whose types are read in a process of their own. */
export interface NativeProject extends LoadedProject {
  readonly close: () => void;
}

/** The project's own files that are not to be read as they are. */
const changedOf = (program: ts.Program, { tooDeep }: Setup): readonly (readonly [path: string, text: string])[] =>
  program.getSourceFiles().flatMap((file): readonly (readonly [string, string])[] => {
    if (tooDeep.has(file.fileName)) return [[file.fileName, '']];
    const without = file.typeReferenceDirectives.length > 0 ? withoutTypeReferences(file.text) : undefined;
    return without === undefined ? [] : [[file.fileName, without]];
  });

/** Loads the project of a directory; throws a {@link ProjectError} when there is none. */
export const loadNativeProject = (given: ProjectOptions, compiler: NativeCompiler, patience: number): NativeProject => {
  useCompiler(bundled);
  const setup = readSetup(given);
  const { program, resolutions } = parseProject(setup);
  const own = new Set(program.getSourceFiles().map((f) => f.fileName));
  const libraries = resolutions.flatMap(({ file }) => (file === undefined || own.has(file) ? [] : [file]));
  const closure = closureOf(libraries, own, setup);
  const session = openSession(compiler, { ...setup, resolutions: [...resolutions, ...closure.resolutions], texts: new Map([...closure.texts, ...changedOf(program, setup)]), patience });
  try {
    const paths = session.program.getSourceFileNames();
    const sources = sourcesOf(setup, program, paths);
    const read = new Set<string>(paths);
    // What it has read without being told: files that declarations refer to by their paths.
    for (const path of paths) if (!setup.disk.hasRead(path)) setup.disk.readFile(path);
    const unread = sources.files.find((f) => !read.has(f.fileName));
    if (unread) throw new NativeFailure(`it does not read ${unread.fileName}`);
    const nodes = createNodeMap(session.program, compiler.ast, sources.fileAt);
    return { ...sources, host: createQuestions(nativeReader(session, nodes, compiler), setup.strictNulls), close: session.close };
  } catch (error) {
    session.close();
    throw error;
  }
};
