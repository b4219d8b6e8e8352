import { dirname } from 'node:path';
import { ts } from '#compiler';
import { frontEnds } from '../frontend/registry.ts';
import type { Resolution } from './closure.ts';
import { sourceReader } from './parse.ts';
import type { Setup } from './setup.ts';

/** A program of nothing but the project's own files, to read their syntax. */
export interface SyntaxProgram {
  readonly program: ts.Program;
  /** Where their imports lead. */
  readonly resolutions: readonly Resolution[];
}

const isRead = (path: string): boolean => !path.includes('/node_modules/') && !frontEnds.some((f) => f.declares(path));

/** Parses the project's own files and those that they import, but no library. */
export const parseProject = (setup: Setup): SyntaxProgram => {
  const { rootNames, options, resolveModule, disk } = setup;
  const host = ts.createCompilerHost(options, true);
  const { readFile, fileExists, directoryExists, realpath } = disk;
  Object.assign(host, { readFile, fileExists, directoryExists, realpath });
  host.jsDocParsingMode = ts.JSDocParsingMode.ParseForTypeErrors;
  const resolutions = new Map<string, Resolution>();
  const resolveLiteral = (specifier: string, from: string, mode: ts.ResolutionMode): ts.ResolvedModuleWithFailedLookupLocations => {
    const resolved = resolveModule(specifier, from, mode);
    const file = resolved.resolvedModule?.resolvedFileName;
    const directory = dirname(from);
    resolutions.set(`${directory}\0${specifier}\0${String(mode)}`, { specifier, directory, mode, file });
    return file !== undefined && isRead(file) ? resolved : { resolvedModule: undefined };
  };
  host.getSourceFile = sourceReader(setup, true);
  host.resolveModuleNameLiterals = (literals, from, _reference, compilerOptions, file) =>
    literals.map((literal) => resolveLiteral(literal.text, from, ts.getModeForUsageLocation(file, literal, compilerOptions)));
  host.resolveTypeReferenceDirectiveReferences = (references) => references.map(() => ({ resolvedTypeReferenceDirective: undefined }));
  const program = ts.createProgram({ rootNames, options: { ...options, noLib: true }, host });
  return { program, resolutions: [...resolutions.values()] };
};
