import { existsSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { ts } from '#compiler';
import { ProjectError } from './errors.ts';

/** The files of one tsconfig, with the options they are compiled under. */
export interface ConfiguredFiles {
  readonly path: string;
  readonly files: readonly string[];
  readonly options: ts.CompilerOptions;
}

const isDirectory = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

/** The tsconfig that governs a directory: the one asked for, else `tsconfig.json`, else the only `tsconfig.*.json`. */
const locate = (directory: string, wanted: string | undefined): string => {
  if (!isDirectory(directory)) throw new ProjectError('no-directory', `There is no directory ${directory}.`);
  if (wanted !== undefined) {
    const path = isAbsolute(wanted) ? wanted : join(directory, wanted);
    if (!existsSync(path)) throw new ProjectError('no-tsconfig', `There is no ${wanted} in ${directory}.`);
    return isDirectory(path) ? join(path, 'tsconfig.json') : path;
  }
  const usual = join(directory, 'tsconfig.json');
  if (existsSync(usual)) return usual;
  const others = ts.sys.readDirectory(directory, ['.json'], [], ['tsconfig.*.json', 'jsconfig.json'], 1);
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

const parse = (path: string): ts.ParsedCommandLine => {
  const read = ts.readConfigFile(path, (file) => ts.sys.readFile(file));
  if (read.error) throw new ProjectError('bad-tsconfig', `${path} cannot be read: ${text(read.error)}`);
  const parsed = ts.parseJsonConfigFileContent(read.config, ts.sys, dirname(path), undefined, path);
  const fatal = parsed.errors.find((e) => e.category === ts.DiagnosticCategory.Error && e.code !== noInputs && e.code !== noFilesListed);
  if (fatal) throw new ProjectError('bad-tsconfig', `${path} is not valid: ${text(fatal)}`);
  return parsed;
};

const referencePath = (reference: ts.ProjectReference): string => {
  const path = resolve(reference.path);
  return isDirectory(path) ? join(path, 'tsconfig.json') : path;
};

/** The tsconfig of a directory and every project it refers to, each once. */
export const readConfigurations = (directory: string, wanted: string | undefined): readonly ConfiguredFiles[] => {
  const found: ConfiguredFiles[] = [];
  const queue = [locate(directory, wanted)];
  const seen = new Set<string>();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (seen.has(path)) continue;
    seen.add(path);
    if (!existsSync(path)) throw new ProjectError('bad-tsconfig', `A project reference leads to ${path}, which does not exist.`);
    const parsed = parse(path);
    found.push({ path, files: parsed.fileNames, options: parsed.options });
    queue.push(...(parsed.projectReferences ?? []).map(referencePath));
  }
  return found;
};
