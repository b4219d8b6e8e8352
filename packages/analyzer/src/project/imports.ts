import { ts } from '#compiler';
import { frontEnds } from '../frontend/registry.ts';

const isDatabase = (specifier: string): boolean => frontEnds.some((f) => f.modules.test(specifier));

/** Which files a file reaches through imports, and whether it reaches a database library. */
export interface ImportGraph {
  readonly reaches: (from: ts.SourceFile, to: ts.SourceFile) => boolean;
  readonly reachesDatabase: (file: ts.SourceFile) => boolean;
}

const callsModule = ({ expression }: ts.CallExpression): boolean => expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === 'require');

/** What is imported where it is needed: `import('./orders')`, `require('./orders')`, `import orders = require('./orders')`. */
const lateSpecifiers = (file: ts.SourceFile): readonly ts.Expression[] => {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    const [first] = ts.isCallExpression(node) && callsModule(node) ? node.arguments : [];
    if (first) found.push(first);
    if (ts.isExternalModuleReference(node)) found.push(node.expression);
    ts.forEachChild(node, visit);
  };
  if (/\b(import|require)\s*\(/.test(file.text)) visit(file);
  return found;
};

/** What a file imports, sooner or later. */
export const specifiersOf = (file: ts.SourceFile): readonly ts.StringLiteralLike[] =>
  file.statements
    .flatMap((s) => (ts.isImportDeclaration(s) || ts.isExportDeclaration(s) ? [s.moduleSpecifier] : []))
    .concat(lateSpecifiers(file))
    .filter((e): e is ts.StringLiteralLike => e !== undefined && ts.isStringLiteralLike(e));

interface Links {
  readonly targets: readonly ts.SourceFile[];
  readonly database: boolean;
}

/** `targetOf`: the file of the project that a specifier leads to. */
const linksOf = (file: ts.SourceFile, targetOf: (specifier: ts.StringLiteralLike) => ts.SourceFile | undefined): Links => {
  const specifiers = specifiersOf(file);
  return { targets: specifiers.flatMap((s) => targetOf(s) ?? []).filter((t) => !t.isDeclarationFile), database: specifiers.some((s) => isDatabase(s.text)) };
};

/** The graph of the project's own files; what a file reaches is found when it is asked for. */
export const createImportGraph = (files: readonly ts.SourceFile[], targetOf: (specifier: ts.StringLiteralLike) => ts.SourceFile | undefined): ImportGraph => {
  const links = new Map(files.map((f) => [f, linksOf(f, targetOf)]));
  const closures = new Map<ts.SourceFile, ReadonlySet<ts.SourceFile>>();
  const closureOf = (file: ts.SourceFile): ReadonlySet<ts.SourceFile> => {
    const known = closures.get(file);
    if (known) return known;
    const seen = new Set([file]);
    for (const next of seen) for (const target of links.get(next)?.targets ?? []) seen.add(target);
    closures.set(file, seen);
    return seen;
  };
  return {
    reaches: (from, to) => closureOf(from).has(to),
    reachesDatabase: (file) => [...closureOf(file)].some((f) => links.get(f)?.database),
  };
};
