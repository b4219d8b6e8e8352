import type { Schema, SchemaColumn, SchemaTable } from '@tenantscope/core';
import { resolve } from 'node:path';
import { ts } from '#compiler';
import { ProjectError } from '../../project/errors.ts';
import type { DeclaredSchema, Typed } from '../../schema/declared.ts';

/** What a column reads as: `ColumnType<Select, Insert, Update>` and `Generated<T>` carry it in `__select__`. */
const selectType = (type: ts.Type, checker: ts.TypeChecker, at: ts.Node): ts.Type => {
  const member = type.getProperty('__select__');
  return member ? checker.getTypeOfSymbolAtLocation(member, at) : type;
};

const isNullable = (type: ts.Type): boolean => {
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((p) => p.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Any | ts.TypeFlags.Unknown));
};

const columnOf = (symbol: ts.Symbol, checker: ts.TypeChecker, at: ts.Node): SchemaColumn => ({
  name: symbol.name,
  notNull: !isNullable(selectType(checker.getTypeOfSymbolAtLocation(symbol, at), checker, at)),
});

const tableOf = (symbol: ts.Symbol, checker: ts.TypeChecker, at: ts.Node): SchemaTable => {
  const [first = symbol.name, second] = symbol.name.split('.');
  const columns = checker.getPropertiesOfType(checker.getTypeOfSymbolAtLocation(symbol, at)).map((c) => [c.name, columnOf(c, checker, at)] as const);
  return { schema: second === undefined ? undefined : first, name: second ?? first, columns: new Map(columns), uniques: [], foreignKeys: [] };
};

const schemaOf = (type: ts.Type, checker: ts.TypeChecker, at: ts.Node): Schema => ({
  tables: checker.getPropertiesOfType(type).map((t) => tableOf(t, checker, at)),
  keysKnown: false,
  functions: new Map(),
});

const declaredIn = (file: ts.SourceFile, name: string): ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.ClassDeclaration | undefined =>
  file.statements.find((s): s is ts.InterfaceDeclaration | ts.TypeAliasDeclaration => (ts.isInterfaceDeclaration(s) || ts.isTypeAliasDeclaration(s)) && s.name.text === name);

const filesOf = (type: ts.Type): readonly ts.SourceFile[] =>
  [type.symbol, type.aliasSymbol].flatMap((s) => s?.declarations?.map((d) => d.getSourceFile()) ?? []);

const dbTypeOf = (type: ts.Type, checker: ts.TypeChecker, at: ts.Node): DeclaredSchema => {
  const tables = checker.getPropertiesOfType(type).map((t) => checker.getTypeOfSymbolAtLocation(t, at));
  return { schema: schemaOf(type, checker, at), files: [...new Set([at.getSourceFile(), ...[type, ...tables].flatMap(filesOf)])] };
};

/** The tables of a Kysely `DB` interface that is named: `src/db.ts#DB`. A Kysely type says nothing of keys. */
export const configuredDbType = (project: Typed, reference: string): DeclaredSchema => {
  const [path = '', name = 'DB'] = reference.split('#');
  const file = project.program.getSourceFile(resolve(project.directory, path));
  if (!file) throw new ProjectError('bad-schema-types', `schema.types names ${path}, which is not part of the project.`);
  const declaration = declaredIn(file, name);
  if (!declaration) throw new ProjectError('bad-schema-types', `schema.types names ${name} in ${path}, which does not declare it.`);
  return dbTypeOf(project.checker.getTypeAtLocation(declaration), project.checker, declaration);
};

const handleNames: ReadonlySet<string> = new Set(['Kysely', 'Transaction', 'ControlledTransaction']);
/** Of scoped-kysely: their tables are without those of administrators, so they are asked last. */
const scopedNames: ReadonlySet<string> = new Set(['ScopedKysely', 'ScopedHandle', 'ScopedTransaction']);

/** The argument of the first `Kysely<DB>` that names a type. */
const findArgument = (file: ts.SourceFile, names: ReadonlySet<string>): ts.TypeNode | undefined => {
  if (!file.text.includes('kysely')) return undefined;
  let found: ts.TypeNode | undefined;
  const visit = (node: ts.Node): void => {
    if (found) return;
    const name = ts.isTypeReferenceNode(node) ? node.typeName : ts.isNewExpression(node) ? node.expression : undefined;
    const argument = ts.isTypeReferenceNode(node) || ts.isNewExpression(node) ? node.typeArguments?.[0] : undefined;
    if (name && ts.isIdentifier(name) && names.has(name.text) && argument && ts.isTypeReferenceNode(argument)) found = argument;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
};

const argumentsByFile = new WeakMap<ts.SourceFile, Map<ReadonlySet<string>, ts.TypeNode | undefined>>();

/** A file is the same object from one program to the next while it does not change. */
const firstArgument = (file: ts.SourceFile, names: ReadonlySet<string>): ts.TypeNode | undefined => {
  let known = argumentsByFile.get(file);
  if (!known) argumentsByFile.set(file, (known = new Map<ReadonlySet<string>, ts.TypeNode | undefined>()));
  if (!known.has(names)) known.set(names, findArgument(file, names));
  return known.get(names);
};

const inferredFrom = (project: Typed, names: ReadonlySet<string>): DeclaredSchema | undefined => {
  for (const file of project.files) {
    const argument = firstArgument(file, names);
    if (!argument) continue;
    const type = project.checker.getTypeFromTypeNode(argument);
    if (!(type.flags & (ts.TypeFlags.TypeParameter | ts.TypeFlags.Any)) && project.checker.getPropertiesOfType(type).length > 0) return dbTypeOf(type, project.checker, argument);
  }
  return undefined;
};

/** Those of the first handle. */
export const inferredDbType = (project: Typed): DeclaredSchema | undefined => inferredFrom(project, handleNames) ?? inferredFrom(project, scopedNames);
