import { findNativeCompiler, type NativeCompiler } from '../host/native/compiler.ts';
import { NativeFailure } from '../host/native/failure.ts';
import { ProjectError } from './errors.ts';
import { loadNativeProject, type NativeProject } from './load-native.ts';
import { loadProject } from './load.ts';
import type { LoadedProject, ProjectOptions } from './setup.ts';

/** Who is asked of types: TypeScript 7 in a process of its own, or TypeScript 6 in this one. `auto`: the first where it works. */
export type Backend = 'auto' | 'native' | 'ts-morph';

export interface OpenOptions extends ProjectOptions {
  readonly backend: Backend;
  /** Called when `auto` does not take TypeScript 7, or not to the end. */
  readonly onFallback?: ((why: string) => void) | undefined;
}

const remedy = 'TypeScript 7.1 or newer is not there. Install it as `typescript`, or beside another one: npm install -D @typescript/native@npm:typescript@7.1';

const open = (options: ProjectOptions, compiler: NativeCompiler): NativeProject => {
  try {
    return loadNativeProject(options, compiler);
  } catch (error) {
    if (error instanceof ProjectError || error instanceof NativeFailure) throw error;
    throw new NativeFailure(error instanceof Error ? error.message : String(error), { cause: error });
  }
};

/** Loads a project and works with it. The process of another compiler has ended when this returns. */
export const withProject = async <T>({ backend, onFallback, ...options }: OpenOptions, use: (project: LoadedProject) => T | Promise<T>): Promise<T> => {
  const compiler = backend === 'ts-morph' ? undefined : await findNativeCompiler(options.directory);
  if (!compiler && backend === 'native') throw new ProjectError('no-native-compiler', remedy);
  if (!compiler) {
    if (backend === 'auto') onFallback?.('TypeScript 7.1 is not installed');
    return use(loadProject(options));
  }
  try {
    const project = open(options, compiler);
    try {
      return await use(project);
    } finally {
      project.close();
    }
  } catch (error) {
    if (backend === 'native' || !(error instanceof NativeFailure)) throw error;
    onFallback?.(error.message);
    return use(loadProject(options));
  }
};
