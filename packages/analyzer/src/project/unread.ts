import type { ts } from '#compiler';
import type { Disk } from '../inputs/disk.ts';
import type { Incomplete } from './errors.ts';
import type { LostImport } from './lost-imports.ts';
import { packageOf, type Workspace, type WorkspacePackage } from './workspace.ts';

type PathOf = (file: Pick<ts.SourceFile, 'fileName'>) => string;

/** The first source of a package that no tsconfig includes. */
const sourceIn = ({ directory }: WorkspacePackage, workspace: Workspace, disk: Disk): string | undefined => {
  disk.list({ directory, recursive: true, without: [] });
  const own = (file: string): boolean => !/\.d\.[cm]?ts$/.test(file) && !/\.config\.[cm]?ts$/.test(file) && packageOf(file, workspace)?.directory === directory;
  return disk.readDirectory(directory, ['.ts', '.tsx', '.mts', '.cts'], ['**/node_modules', '**/dist'], ['**/*']).find(own);
};

/** The packages of a workspace of which nothing is read: named, and an input that is missing where they have sources. */
export const unreadPackages = (workspace: Workspace, files: readonly ts.SourceFile[], disk: Disk, pathOf: PathOf): { readonly problems: readonly Incomplete[]; readonly assumptions: readonly string[] } => {
  const read = new Set(files.map((f) => packageOf(f.fileName, workspace)));
  const unread = workspace.packages.filter((p) => !read.has(p)).map((p) => ({ path: pathOf({ fileName: p.directory }), source: sourceIn(p, workspace, disk) }));
  return {
    problems: unread.flatMap(({ path, source }) =>
      source === undefined ? [] : [{ file: path, message: `no tsconfig.json of this package includes ${pathOf({ fileName: source })} or any other file of it, so nothing of the package is read` }],
    ),
    assumptions: unread.flatMap(({ path, source }) => (source === undefined ? [`${path} has no TypeScript, so there is nothing of it to check`] : [])),
  };
};

const missing = ({ found, to }: LostImport, pathOf: PathOf): string =>
  found === undefined ? `nothing is found for it: is it installed, and does ${pathOf({ fileName: to.directory })}/package.json export it?` : `it leads to ${pathOf({ fileName: found })}, which is built of sources that are not found`;

/** Imports that hide code of the workspace: what is called through them is not followed. */
export const lostProblems = (lost: readonly LostImport[], pathOf: PathOf): readonly Incomplete[] => {
  const first = new Map(lost.toReversed().map((l) => [`${l.to.directory} ${l.specifier}`, l]));
  return [...first.values()].toReversed().map((l) => ({
    file: pathOf({ fileName: l.from }),
    message: `the source of ${l.specifier} is not read: ${missing(l, pathOf)}. Export the source, under a condition that customConditions names if need be, or name outDir and rootDir in a tsconfig of ${pathOf({ fileName: l.to.directory })}`,
  }));
};

/** What is there and cannot be read: the compiler goes on as if it were not there. */
export const unreadableProblems = ({ unreadable }: Disk, pathOf: PathOf): readonly Incomplete[] =>
  [...unreadable].map(([path, why]) => ({ file: pathOf({ fileName: path }), message: `it cannot be read (${why.split(',')[0] ?? why}), so nothing of it is checked: mend its permissions, or exclude it in the tsconfig` }));
