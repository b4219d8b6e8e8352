import { ts } from '#compiler';

const databaseModule = /^(kysely|scoped-kysely|pg|pg-pool|postgres)(\/|$)|^@?kysely-|\/kysely(-|$)/;

/** Which files a file reaches through imports, and whether it reaches a database library. */
export interface ImportGraph {
  readonly reaches: (from: ts.SourceFile, to: ts.SourceFile) => boolean;
  readonly reachesDatabase: (file: ts.SourceFile) => boolean;
}

const specifiersOf = (file: ts.SourceFile): readonly ts.StringLiteral[] =>
  file.statements.flatMap((s) => {
    const specifier = ts.isImportDeclaration(s) || ts.isExportDeclaration(s) ? s.moduleSpecifier : undefined;
    return specifier && ts.isStringLiteral(specifier) ? [specifier] : [];
  });

interface Links {
  readonly targets: readonly ts.SourceFile[];
  readonly database: boolean;
}

const linksOf = (file: ts.SourceFile, checker: ts.TypeChecker): Links => {
  const specifiers = specifiersOf(file);
  const targets = specifiers.flatMap((s) => checker.getSymbolAtLocation(s)?.declarations?.filter((d) => ts.isSourceFile(d)) ?? []);
  // `import('kysely')` and `import x = require('pg')` are found in the text.
  const database = specifiers.some((s) => databaseModule.test(s.text)) || /(import|require)\(\s*['"](kysely|scoped-kysely|pg|postgres)['"]/.test(file.text);
  return { targets: targets.filter((t) => !t.isDeclarationFile), database };
};

/** The graph of the project's own files; what a file reaches is found when it is asked for. */
export const createImportGraph = (files: readonly ts.SourceFile[], checker: ts.TypeChecker): ImportGraph => {
  const links = new Map(files.map((f) => [f, linksOf(f, checker)]));
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
