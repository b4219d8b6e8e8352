import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { ts } from '#compiler';
import type { Disk } from '../inputs/disk.ts';
import { ProjectError } from './errors.ts';

/** The files of one tsconfig, with the options they are compiled under. */
export interface ConfiguredFiles {
  readonly path: string;
  readonly files: readonly string[];
  readonly options: ts.CompilerOptions;
}

/** The tsconfig that governs a directory: the one asked for, else `tsconfig.json`, else the only `tsconfig.*.json`. */
const locate = (directory: string, wanted: string | undefined, disk: Disk): string => {
  if (!disk.directoryExists(directory)) throw new ProjectError('no-directory', `There is no directory ${directory}.`);
  if (wanted !== undefined) {
    const path = isAbsolute(wanted) ? wanted : join(directory, wanted);
    const isFolder = disk.directoryExists(path);
    if (!isFolder && !disk.fileExists(path)) throw new ProjectError('no-tsconfig', `There is no ${wanted} in ${directory}.`);
    return isFolder ? join(path, 'tsconfig.json') : path;
  }
  const usual = join(directory, 'tsconfig.json');
  if (disk.fileExists(usual)) return usual;
  disk.list({ directory, recursive: false, without: [] });
  const others = disk.readDirectory(directory, ['.json'], [], ['tsconfig.*.json', 'jsconfig.json'], 1);
  if (others.length === 1 && others[0] !== undefined) return others[0];
  const hint = others.length === 0 ? '' : ` Name one of ${others.map((o) => relative(directory, o)).join(', ')}.`;
  throw new ProjectError('no-tsconfig', `There is no tsconfig.json in ${directory}.${hint}`);
};

const text = (d: ts.Diagnostic): string => {
  const message = ts.flattenDiagnosticMessageText(d.messageText, ' ');
  if (!d.file || d.start === undefined) return message;
  return `line ${d.file.getLineAndCharacterOfPosition(d.start).line + 1}: ${message}`;
};

/** "No inputs were found" is not an error of the file: an empty project is a result. */
const noInputs = 18003;
const noFilesListed = 18002;

/** Directories that a tsconfig leaves out by their names: what is built, mostly. */
const leftOut = ({ raw, options }: ts.ParsedCommandLine, directory: string): readonly string[] => {
  const { exclude = [] } = (raw ?? {}) as { readonly exclude?: readonly unknown[] };
  return [...exclude, options.outDir, options.declarationDir].filter((e): e is string => typeof e === 'string' && !/[*?]/.test(e)).map((e) => resolve(directory, e));
};

const parse = (path: string, disk: Disk): ts.ParsedCommandLine => {
  const read = ts.readConfigFile(path, disk.readFile);
  if (read.error) throw new ProjectError('bad-tsconfig', `${path} cannot be read: ${text(read.error)}`);
  const parsed = ts.parseJsonConfigFileContent(read.config, disk, dirname(path), undefined, path);
  const fatal = parsed.errors.find((e) => e.category === ts.DiagnosticCategory.Error && e.code !== noInputs && e.code !== noFilesListed);
  if (fatal) throw new ProjectError('bad-tsconfig', `${path} is not valid: ${text(fatal)}`);
  for (const [included, flags] of Object.entries(parsed.wildcardDirectories ?? {})) disk.list({ directory: included, recursive: flags === ts.WatchDirectoryFlags.Recursive, without: leftOut(parsed, dirname(path)) });
  return parsed;
};

const referencePath = (reference: ts.ProjectReference, disk: Disk): string => {
  const path = resolve(reference.path);
  return disk.directoryExists(path) ? join(path, 'tsconfig.json') : path;
};

/** The tsconfig of a directory and every project it refers to, each once. */
export const readConfigurations = (directory: string, wanted: string | undefined, disk: Disk): readonly ConfiguredFiles[] => {
  const found: ConfiguredFiles[] = [];
  const queue = [locate(directory, wanted, disk)];
  const seen = new Set<string>();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (seen.has(path)) continue;
    seen.add(path);
    if (!disk.fileExists(path)) throw new ProjectError('bad-tsconfig', `A project reference leads to ${path}, which does not exist.`);
    const parsed = parse(path, disk);
    found.push({ path, files: parsed.fileNames, options: parsed.options });
    queue.push(...(parsed.projectReferences ?? []).map((r) => referencePath(r, disk)));
  }
  return found;
};
