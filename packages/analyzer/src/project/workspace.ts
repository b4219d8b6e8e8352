import { dirname, join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { ts } from '#compiler';
import type { Disk } from '../inputs/disk.ts';
import { ProjectError } from './errors.ts';

/** A package of a monorepo. */
export interface WorkspacePackage {
  readonly name: string | undefined;
  readonly directory: string;
  /** The names of what it depends on, in whatever way. */
  readonly dependencies: readonly string[];
}

/** The packages that are installed together: pnpm, npm, Yarn and Bun say which. */
export interface Workspace {
  readonly root: string;
  readonly packages: readonly WorkspacePackage[];
}

type Manifest = Readonly<Record<string, unknown>>;

const asRecord = (value: unknown): Manifest => (typeof value === 'object' && value !== null ? (value as Manifest) : {});
const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : []);

const manifestOf = (directory: string, disk: Disk): Manifest => {
  const text = disk.readFile(join(directory, 'package.json'));
  return text === undefined ? {} : asRecord(ts.parseConfigFileTextToJson('package.json', text).config);
};

const pnpmGlobs = (directory: string, disk: Disk): readonly string[] | undefined => {
  const file = join(directory, 'pnpm-workspace.yaml');
  const text = disk.readFile(file);
  if (text === undefined) return undefined;
  try {
    return strings(asRecord(parseYaml(text))['packages']);
  } catch (error) {
    throw new ProjectError('bad-workspace', `${file} cannot be read: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}`);
  }
};

/** The globs that say where the packages of a workspace are, if the directory is the root of one. */
const globsOf = (directory: string, disk: Disk): readonly string[] | undefined => {
  const pnpm = pnpmGlobs(directory, disk);
  if (pnpm && pnpm.length > 0) return pnpm;
  const { workspaces } = manifestOf(directory, disk);
  const globs = Array.isArray(workspaces) ? strings(workspaces) : strings(asRecord(workspaces)['packages']);
  return globs.length > 0 ? globs : undefined;
};

const trimmed = (glob: string): string => glob.replace(/^!?(\.\/)?/, '').replace(/\/+$/, '');

const packageAt = (directory: string, disk: Disk): WorkspacePackage => {
  const manifest = manifestOf(directory, disk);
  const { name } = manifest;
  const dependencies = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap((kind) => Object.keys(asRecord(manifest[kind])));
  return { name: typeof name === 'string' ? name : undefined, directory, dependencies };
};

const packagesOf = (root: string, globs: readonly string[], disk: Disk): readonly WorkspacePackage[] => {
  const included = globs.filter((g) => !g.startsWith('!')).map((g) => `${trimmed(g)}/package.json`);
  const excluded = globs.filter((g) => g.startsWith('!')).map(trimmed);
  const manifests = disk.manifests(root, included, ['**/node_modules/**', '**/.*/**', ...excluded.flatMap((g) => [g, `${g}/**`])]);
  return [...new Set(manifests.map(dirname))].filter((d) => d !== root).sort().map((d) => packageAt(d, disk));
};

/** The workspace that a directory is the root of, or is a part of. */
export const workspaceAround = (directory: string, disk: Disk): Workspace | undefined => {
  for (let at = directory; ; at = dirname(at)) {
    const globs = globsOf(at, disk);
    const packages = globs && packagesOf(at, globs, disk);
    if (packages && (at === directory || packages.some((p) => directory === p.directory || directory.startsWith(`${p.directory}/`)))) return { root: at, packages };
    if (at === dirname(at)) return undefined;
  }
};

/** Packages of a workspace, and those that project references lead to: they need be in no workspace. */
export const withReferenced = (workspace: Workspace | undefined, directories: readonly string[], root: string, disk: Disk): Workspace => {
  const known = new Set(workspace?.packages.map((p) => p.directory));
  const more = [...new Set(directories)].filter((d) => d !== root && !known.has(d) && disk.fileExists(join(d, 'package.json')));
  return { root: workspace?.root ?? root, packages: [...(workspace?.packages ?? []), ...more.map((d) => packageAt(d, disk))] };
};

/** The package that a path lies in: of nested ones the innermost. */
export const packageOf = (path: string, { packages }: Workspace): WorkspacePackage | undefined =>
  packages.filter((p) => path.startsWith(`${p.directory}/`)).reduce<WorkspacePackage | undefined>((a, b) => (a && a.directory.length > b.directory.length ? a : b), undefined);
