import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { ts } from '#compiler';
import type { Disk } from '../inputs/disk.ts';
import { ProjectError } from './errors.ts';
import type { Workspace } from './workspace.ts';

/** The files of one tsconfig, with the options they are compiled under. */
export interface ConfiguredFiles {
  readonly path: string;
  readonly files: readonly string[];
  readonly options: ts.CompilerOptions;
}

/** The names that a tsconfig may have beside the usual one. */
const others = (directory: string, disk: Disk): readonly string[] => {
  disk.list({ directory, recursive: false, without: [] });
  return disk.readDirectory(directory, ['.json'], [], ['tsconfig.*.json', 'jsconfig.json'], 1);
};

/** The tsconfig of a directory, if there is one and no other: `tsconfig.json`, else the only `tsconfig.*.json`. */
const locateIn = (directory: string, disk: Disk): string | undefined => {
  const usual = join(directory, 'tsconfig.json');
  if (disk.fileExists(usual)) return usual;
  const found = others(directory, disk);
  return found.length === 1 ? found[0] : undefined;
};

/** The tsconfig that governs a directory: the one asked for, else the one that it has. */
const locate = (directory: string, wanted: string | undefined, disk: Disk): string => {
  if (!disk.directoryExists(directory)) throw new ProjectError('no-directory', `There is no directory ${directory}.`);
  if (wanted !== undefined) {
    const path = isAbsolute(wanted) ? wanted : join(directory, wanted);
    const isFolder = disk.directoryExists(path);
    if (!isFolder && !disk.fileExists(path)) throw new ProjectError('no-tsconfig', `There is no ${wanted} in ${directory}.`);
    return isFolder ? join(path, 'tsconfig.json') : path;
  }
  const found = locateIn(directory, disk);
  if (found !== undefined) return found;
  const choice = others(directory, disk);
  const hint = choice.length === 0 ? '' : ` Name one of ${choice.map((o) => relative(directory, o)).join(', ')}.`;
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

/** The tsconfig of a directory, unless it is the root of a workspace that has none, and those of the packages that it is the root of. */
const starts = (directory: string, wanted: string | undefined, workspace: Workspace | undefined, disk: Disk): readonly string[] => {
  if (wanted !== undefined || workspace?.root !== directory) return [locate(directory, wanted, disk)];
  // A base that packages extend is no project of its own.
  const usual = join(directory, 'tsconfig.json');
  const own = disk.fileExists(usual) ? usual : undefined;
  const packages = workspace.packages.flatMap((p) => locateIn(p.directory, disk) ?? []);
  return own === undefined && packages.length === 0 ? [locate(directory, wanted, disk)] : [...(own === undefined ? [] : [own]), ...packages];
};

/** The tsconfig of a directory, those of the workspace's packages where it is the root of one, and every project that they refer to, each once. */
export const readConfigurations = (directory: string, wanted: string | undefined, workspace: Workspace | undefined, disk: Disk): readonly ConfiguredFiles[] => {
  const found: ConfiguredFiles[] = [];
  const queue = [...starts(directory, wanted, workspace, disk)];
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

/** What the compiler makes of the sources of a package, by all of its tsconfig files: where it is written → the source. */
export const outputsOf = (directory: string, disk: Disk): ReadonlyMap<string, string> => {
  const outputs = new Map<string, string>();
  const usual = join(directory, 'tsconfig.json');
  for (const path of [...(disk.fileExists(usual) ? [usual] : []), ...others(directory, disk)]) {
    const parsed = parse(path, disk);
    if (parsed.options.outFile !== undefined) continue;
    for (const source of parsed.fileNames.filter((f) => !/\.d\.[cm]?ts$|\.json$/.test(f)))
      for (const output of ts.getOutputFileNames({ ...parsed, options: { ...parsed.options, noEmit: false, declaration: true } }, source, !disk.useCaseSensitiveFileNames)) if (output !== source) outputs.set(output, source);
  }
  return outputs;
};
