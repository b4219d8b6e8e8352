import { dirname, resolve } from 'node:path';
import { ts } from '#compiler';
import { hashOf } from '../inputs/inputs.ts';
import type { LoadedProject } from '../project/setup.ts';

type Source = Pick<LoadedProject, 'paths' | 'pathOf' | 'pathTo' | 'fileAt'>;

/** What the compiler notes of a file, and does not publish. */
interface Noted {
  /** All modules that it looks for, those of types among them. */
  readonly imports?: readonly ts.StringLiteralLike[];
  /** The names of `declare module './orders'` in a module, and of `declare global`. */
  readonly moduleAugmentations?: readonly (ts.StringLiteralLike | ts.Identifier)[];
  readonly ambientModuleNames?: readonly string[];
}

const notedOf = (file: ts.SourceFile): Noted => file as Noted;

/** The sources of a project: path → hash of the text and of where its imports lead, marked where what it declares is seen without an import. */
export type Sources = Readonly<Record<string, string>>;

const specifiersOf = (file: ts.SourceFile): readonly ts.StringLiteralLike[] => {
  const { imports = [], moduleAugmentations = [] } = notedOf(file);
  return [...imports, ...moduleAugmentations.filter((name) => ts.isStringLiteralLike(name))];
};

const targetsOf = (file: ts.SourceFile, { pathTo }: Source): readonly (string | undefined)[] => [
  ...specifiersOf(file).map(pathTo),
  ...file.referencedFiles.map((r) => resolve(dirname(file.fileName), r.fileName)),
];

const isGlobal = (file: ts.SourceFile): boolean => {
  const { moduleAugmentations = [], ambientModuleNames = [] } = notedOf(file);
  return !ts.isExternalModule(file) || moduleAugmentations.length > 0 || ambientModuleNames.length > 0;
};

/** The sources of the project, and its own declarations: what is installed imports none of them. */
const filesOf = ({ paths, fileAt }: Source): readonly ts.SourceFile[] =>
  paths().flatMap((path) => (path.includes('/node_modules/') || path.endsWith('.json') ? [] : (fileAt(path) ?? [])));

const mark = 'global ';

const isMarked = (state: string | undefined): boolean => state?.startsWith(mark) === true;

/** What is there now, and what follows from a change. */
export interface Changes {
  readonly sources: Sources;
  /** Whether a file, all that it imports and all that is global are as they were then. */
  readonly since: (then: Sources) => (file: ts.SourceFile) => boolean;
}

/** Compares the sources of a project with what they were. A type depends on its file, what that imports, and what is global; so does where a name leads. */
export const changesOf = (project: Source): Changes => {
  const { pathOf, fileAt } = project;
  const files = filesOf(project);
  const targets = new Map(files.map((f) => [f, targetsOf(f, project)]));
  const sources = Object.fromEntries(files.map((f) => [pathOf(f), `${isGlobal(f) ? mark : ''}${hashOf(JSON.stringify([f.text, targets.get(f)]))}`]));
  const importers = new Map<ts.SourceFile, ts.SourceFile[]>();
  for (const [file, paths] of targets)
    for (const path of paths) {
      const target = path === undefined ? undefined : fileAt(path);
      const known = target && importers.get(target);
      if (known) known.push(file);
      else if (target) importers.set(target, [file]);
    }
  return {
    sources,
    since: (then) => {
      const touched = new Set(files.filter((f) => then[pathOf(f)] !== sources[pathOf(f)]));
      for (const file of touched) for (const importer of importers.get(file) ?? []) touched.add(importer);
      const wasSeen = Object.keys(then).some((path) => isMarked(then[path]) && then[path] !== sources[path]);
      return wasSeen || [...touched].some((f) => isMarked(sources[pathOf(f)])) ? () => false : (file) => !touched.has(file);
    },
  };
};
