import { readFileSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import { AST_NODE_TYPES as Kind } from '@typescript-eslint/utils';
import { minimatch } from 'minimatch';
import ts from 'typescript';

export const pathFrom = (directory: string, file: string): string => relative(directory, file).split(sep).join('/');

/** Whether a path is one of the declared modules. */
export const isDeclared = (path: string, modules: readonly string[]): boolean => modules.some((m) => minimatch(path, m.replace(/^\.\//, ''), { dot: true }));

const databaseNames: ReadonlySet<string | undefined> = new Set(['db', 'database', 'pool', 'kysely', 'client']);

/** Whether a file, or a folder it is in, is called what modules that make clients are called: `src/db.ts`, `src/database/index.ts`, `src/pool.server.ts`. */
export const isNamedForIt = (path: string): boolean => path.split('/').some((part) => databaseNames.has(part.split('.')[0]));

type Manifest = Readonly<Partial<Record<'dependencies' | 'devDependencies' | 'peerDependencies' | 'optionalDependencies', Readonly<Record<string, unknown>>>>>;

/** Whether the package that a file belongs to depends on scoped-kysely. */
export const dependsOnScopedKysely = (file: string): boolean => {
  const path = ts.findConfigFile(dirname(file), (f) => ts.sys.fileExists(f), 'package.json');
  if (path === undefined) return false;
  const manifest = (ts.parseConfigFileTextToJson(path, readFileSync(path, 'utf8')).config ?? {}) as Manifest;
  return [manifest.dependencies, manifest.devDependencies, manifest.peerDependencies, manifest.optionalDependencies].some((d) => d?.['scoped-kysely'] !== undefined);
};

const makers: ReadonlySet<string> = new Set(['createScopedKysely', 'createTenantRouter']);

const isMaker = (specifier: TSESTree.ImportClause): boolean => {
  if (specifier.type === Kind.ImportNamespaceSpecifier) return true;
  return specifier.type === Kind.ImportSpecifier && specifier.importKind !== 'type' && specifier.imported.type === Kind.Identifier && makers.has(specifier.imported.name);
};

/** Whether a file imports from scoped-kysely what makes a scoped database, for which it needs a client. */
export const makesScopedDatabase = ({ body }: TSESTree.Program): boolean =>
  body.some((s) => s.type === Kind.ImportDeclaration && s.source.value === 'scoped-kysely' && s.importKind !== 'type' && s.specifiers.some(isMaker));
