import { ts } from '#compiler';
import type { FrontEnd } from '../frontend/front-end.ts';
import { specifiersOf } from '../project/imports.ts';
import type { LoadedProject } from '../project/setup.ts';
import { isTest } from '../tests.ts';

/** Where a handle of a database library is made or, where a framework makes it, held. */
export interface HandlePlace {
  readonly library: string;
  /** Relative to the project. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** A database library that a project uses, and whether its types are there to be read. */
export interface UsedLibrary {
  readonly name: string;
  readonly isTyped: boolean;
}

/** Without its types nothing of a library is known: all that comes of it is of type any. */
export const findLibraries = (project: LoadedProject): readonly UsedLibrary[] => {
  const paths = project.paths();
  return project.libraries.map((f) => ({ name: f.name, isTyped: paths.some(f.declares) }));
};

/** What may be a handle that comes into being: `new Pool()`, `drizzle(client)`. */
const makes = (node: ts.Node): ts.Node | undefined => (ts.isNewExpression(node) || (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) ? node : undefined);

/** What may hold one that a framework has made: a field, a parameter. */
const holds = (node: ts.Node): ts.Node | undefined => ((ts.isParameter(node) || ts.isPropertyDeclaration(node)) && node.type && ts.isIdentifier(node.name) ? node.name : undefined);

const handlesIn = (file: ts.SourceFile, project: LoadedProject, candidate: typeof makes): readonly HandlePlace[] => {
  const found: HandlePlace[] = [];
  const visit = (node: ts.Node): void => {
    const asked = candidate(node);
    const kind = asked && project.host.handle(asked);
    const owner = kind === undefined ? undefined : project.libraries.find((f) => f.handles.includes(kind));
    if (asked && owner) found.push({ library: owner.name, file: project.pathOf(file), line: file.getLineAndCharacterOfPosition(asked.getStart(file)).line + 1 });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
};

const importsOf = (file: ts.SourceFile, libraries: readonly FrontEnd[]): boolean => specifiersOf(file).some((s) => libraries.some((f) => f.modules.test(s.text)));

/** The handles of a project, by type: those that it makes; of a library of which it makes none, those that it is given. Tests are left out. */
export const findHandles = (project: LoadedProject): readonly HandlePlace[] => {
  const files = project.files.filter((f) => !isTest(f) && importsOf(f, project.libraries));
  const made = files.flatMap((f) => handlesIn(f, project, makes));
  const known = new Set(made.map((h) => h.library));
  const held = project.libraries.every((f) => known.has(f.name)) ? [] : files.flatMap((f) => handlesIn(f, project, holds));
  return [...made, ...held.filter((h) => !known.has(h.library))];
};
