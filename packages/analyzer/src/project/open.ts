import { type Asked, findNativeCompiler, type NativeCompiler, type Search } from '../host/native/compiler.ts';
import { NativeFailure } from '../host/native/failure.ts';
import { ProjectError } from './errors.ts';
import { loadNativeProject, type NativeProject } from './load-native.ts';
import { loadProject } from './load.ts';
import type { LoadedProject, ProjectOptions } from './setup.ts';

/** Who is asked of types: TypeScript 7 in a process of its own, or TypeScript 6 in this one. `auto`: the first where it works. */
export type Backend = Asked | 'ts-morph';

export interface OpenOptions extends ProjectOptions {
  readonly backend: Backend;
  /** Called when `auto` does not take a TypeScript 7 that is installed, or not to the end. */
  readonly onFallback?: ((why: string) => void) | undefined;
  /** Milliseconds that the other process has for one answer. */
  readonly patience?: number | undefined;
  /** Finds a TypeScript 7 for a directory. */
  readonly find?: ((directory: string, asked: Asked) => Promise<Search>) | undefined;
}

/** More than anything takes, on a busy machine too. */
const usualPatience = 120_000;

const remedy = 'Install it as `typescript`, or beside another one: npm install -D "@typescript/native@npm:typescript@^7.1.0-0"';

const missing = ({ unusable }: Search): string => (unusable.length === 0 ? 'TypeScript 7.1 or newer is not installed' : `${unusable.join(' and ')} cannot be asked of types: 7.1 or newer is needed`);

const open = (options: ProjectOptions, compiler: NativeCompiler, patience: number): NativeProject => {
  try {
    return loadNativeProject(options, compiler, patience);
  } catch (error) {
    if (error instanceof ProjectError || error instanceof NativeFailure) throw error;
    throw new NativeFailure(error instanceof Error ? error.message : String(error), { cause: error });
  }
};

/** Signals that came while this process could not look are seen before it begins anew: Ctrl-C ends the other process first. */
const breathe = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 1); });

/** Loads a project and works with it. The process of another compiler has ended when this returns. */
export const withProject = async <T>({ backend, onFallback, patience = usualPatience, find = findNativeCompiler, ...options }: OpenOptions, use: (project: LoadedProject) => T | Promise<T>): Promise<T> => {
  if (backend === 'ts-morph') return use(loadProject(options));
  const search = await find(options.directory, backend);
  const { compiler } = search;
  if (!compiler) {
    if (backend === 'native') throw new ProjectError('no-native-compiler', `${missing(search)}. ${remedy}`);
    if (search.unusable.length > 0) onFallback?.(missing(search));
    return use(loadProject(options));
  }
  try {
    const project = open(options, compiler, patience);
    try {
      return await use(project);
    } finally {
      project.close();
    }
  } catch (error) {
    if (!(error instanceof NativeFailure)) throw error;
    const why = `TypeScript ${compiler.version} failed: ${error.message}`;
    if (backend === 'native') throw new ProjectError('native-failed', `${why}. With --backend auto the run goes on with the TypeScript that comes along`);
    await breathe();
    onFallback?.(why);
    return use(loadProject(options));
  }
};
