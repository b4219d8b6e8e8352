import type { API, ModuleResolutionEntry, Program, RawCompilerOptions } from '@typescript/native/sync';
import { ts } from '#compiler';
import type { Resolution } from '../../project/closure.ts';
import type { NativeCompiler } from './compiler.ts';
import { NativeFailure } from './failure.ts';
import { watchLine } from './line.ts';

/** A program in the process of the other compiler. */
export interface NativeSession {
  readonly api: API;
  readonly program: Program;
  readonly close: () => void;
}

/** The options that have a say in what a type is. */
const telling = [
  'target', 'module', 'moduleResolution', 'moduleDetection', 'jsx', 'jsxFactory', 'jsxFragmentFactory', 'jsxImportSource', 'lib', 'types', 'allowJs', 'checkJs', 'maxNodeModuleJsDepth',
  'resolveJsonModule', 'allowImportingTsExtensions', 'allowArbitraryExtensions', 'experimentalDecorators', 'emitDecoratorMetadata', 'useDefineForClassFields', 'esModuleInterop', 'allowSyntheticDefaultImports',
  'allowUmdGlobalAccess', 'exactOptionalPropertyTypes', 'noUncheckedIndexedAccess', 'noEmit', 'skipLibCheck', 'strict', 'strictNullChecks', 'strictFunctionTypes', 'strictBindCallApply', 'strictPropertyInitialization',
  'strictBuiltinIteratorReturn', 'noImplicitAny', 'noImplicitThis', 'useUnknownInCatchVariables', 'verbatimModuleSyntax', 'isolatedModules', 'preserveSymlinks', 'customConditions',
] as const;

/** What TypeScript 7 has no more is given as what is nearest: where modules are is found out here. */
const still = ({ target, module, moduleResolution, ...rest }: ts.CompilerOptions): { readonly [name in (typeof telling)[number]]?: unknown } => ({
  ...rest,
  target: target !== undefined && target < ts.ScriptTarget.ES2015 ? ts.ScriptTarget.ES2015 : target,
  module: module !== undefined && module < ts.ModuleKind.ES2015 ? ts.ModuleKind.CommonJS : module,
  moduleResolution: moduleResolution !== undefined && moduleResolution < ts.ModuleResolutionKind.Node16 ? ts.ModuleResolutionKind.Bundler : moduleResolution,
});

const optionsThere = (options: ts.CompilerOptions): RawCompilerOptions => {
  const known = still(options);
  return Object.fromEntries(telling.flatMap((name) => (known[name] === undefined ? [] : [[name, known[name]]])));
};

/** Those that lead to the same file however they are imported are told once. */
const distinct = (resolutions: readonly Resolution[]): readonly Resolution[] => {
  const places = new Map<string, Resolution[]>();
  for (const r of resolutions) {
    const place = `${r.directory}\0${r.specifier}`;
    places.set(place, [...(places.get(place) ?? []), r]);
  }
  return [...places.values()].flatMap((ways) => {
    const [first] = ways;
    return first && ways.every((w) => w.file === first.file) ? [{ ...first, mode: undefined }] : ways;
  });
};

interface Opening {
  readonly directory: string;
  readonly rootNames: readonly string[];
  readonly options: ts.CompilerOptions;
  readonly resolutions: readonly Resolution[];
  /** Texts of files that are not read as they are on the disk. */
  readonly texts: ReadonlyMap<string, string>;
  /** Milliseconds for one answer. */
  readonly patience: number;
}

const closer = (api: API, unwatch: () => void) => (): void => {
  try {
    api.close();
  } catch {
    // It tries to say goodbye to a process that may be gone, and ends it in any case.
  } finally {
    unwatch();
  }
};

/** Starts the process. It ends with `close`, and with this one at the latest. */
export const openSession = ({ sync }: NativeCompiler, { directory, rootNames, options, resolutions, texts, patience }: Opening): NativeSession => {
  const api = new sync.API({ cwd: directory });
  let close = closer(api, () => undefined);
  try {
    close = closer(api, watchLine(api, patience));
    const compilerOptions = optionsThere(options);
    const entries = distinct(resolutions).map(({ specifier, directory: containingDirectory, mode, file }): ModuleResolutionEntry => ({
      moduleName: specifier,
      containingDirectory,
      ...(mode === undefined ? {} : { resolutionMode: mode === ts.ModuleKind.CommonJS ? sync.ModuleKind.CommonJS : sync.ModuleKind.ESNext }),
      result: file === undefined ? {} : { resolvedFileName: file },
    }));
    const moduleResolver = api.createModuleResolver(compilerOptions, { moduleResolutions: { fallback: 'unresolved', entries } });
    const snapshot = api.createSnapshot({
      createPrograms: [{ rootFiles: rootNames, compilerOptions, options: { moduleResolver } }],
      ...(texts.size === 0 ? {} : { fileSystem: { kind: 'layer' as const, files: Object.fromEntries(texts) } }),
    });
    const [program] = snapshot.operation.createdPrograms;
    if (!program) throw new NativeFailure('no program was made');
    return { api, program, close };
  } catch (error) {
    close();
    throw error;
  }
};
