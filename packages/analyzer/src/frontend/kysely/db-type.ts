import type { SchemaColumn, SchemaTable } from '@tenantscope/core';
import { relative, resolve, sep } from 'node:path';
import { ts } from '#compiler';
import type { Shape } from '../../host/type-host.ts';
import { ProjectError } from '../../project/errors.ts';
import type { DeclaredSchema, Typed } from '../../schema/declared.ts';

/** What a column reads as: `ColumnType<Select, Insert, Update>` and `Generated<T>` carry it in `__select__`. */
const selected = (column: Shape): Shape => column.property('__select__') ?? column;

const tableOf = (name: string, table: Shape): SchemaTable => {
  const [first = name, second] = name.split('.');
  const columns = table.properties().map((c): readonly [string, SchemaColumn] => [c.name, { name: c.name, notNull: !selected(c.shape).mayBeMissing }]);
  return { schema: second === undefined ? undefined : first, name: second ?? first, columns: new Map(columns), uniques: [], foreignKeys: [] };
};

const declaredIn = (file: ts.SourceFile, name: string): ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.ClassDeclaration | undefined =>
  file.statements.find((s): s is ts.InterfaceDeclaration | ts.TypeAliasDeclaration => (ts.isInterfaceDeclaration(s) || ts.isTypeAliasDeclaration(s)) && s.name.text === name);

const dbTypeOf = (type: Shape, project: Typed, at: ts.Node): DeclaredSchema => {
  const tables = type.properties();
  const files = [type, ...tables.map((t) => t.shape)].flatMap((s) => s.files.flatMap((f) => project.fileAt(f) ?? []));
  return {
    schema: { tables: tables.map((t) => tableOf(t.name, t.shape)), keysKnown: false, functions: new Map() },
    files: [...new Set([at.getSourceFile(), ...files])],
  };
};

/** What a configuration calls the type that an argument names. */
const referenceOf = ({ typeName }: ts.TypeReferenceNode, project: Typed): string | undefined => {
  const declaration = project.host.declarations(typeName)[0];
  const file = declaration?.getSourceFile();
  if (!file || !ts.isIdentifier(typeName)) return undefined;
  const name = declaration && (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration)) ? declaration.name.text : '';
  const path = relative(project.directory, file.fileName).split(sep).join('/');
  return declaredIn(file, name) && !path.includes('node_modules/') && project.fileAt(resolve(project.directory, path)) === file ? `${path}#${name}` : undefined;
};

/** The tables of a Kysely `DB` interface that is named: `src/db.ts#DB`. A Kysely type says nothing of keys. */
export const configuredDbType = (project: Typed, reference: string): DeclaredSchema => {
  const [path = '', name = 'DB'] = reference.split('#');
  const file = project.fileAt(resolve(project.directory, path));
  if (!file) throw new ProjectError('bad-schema-types', `schema.types names ${path}, which is not part of the project.`);
  const declaration = declaredIn(file, name);
  if (!declaration) throw new ProjectError('bad-schema-types', `schema.types names ${name} in ${path}, which does not declare it.`);
  return dbTypeOf(project.host.shape(declaration), project, declaration);
};

const handleNames: ReadonlySet<string> = new Set(['Kysely', 'Transaction', 'ControlledTransaction']);
/** Of scoped-kysely: their tables are without those of administrators, so they are asked last. */
const scopedNames: ReadonlySet<string> = new Set(['ScopedKysely', 'ScopedHandle', 'ScopedTransaction']);

/** The argument of the first `Kysely<DB>` that names a type. */
const findArgument = (file: ts.SourceFile, names: ReadonlySet<string>): ts.TypeReferenceNode | undefined => {
  if (!file.text.includes('kysely')) return undefined;
  let found: ts.TypeReferenceNode | undefined;
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

const argumentsByFile = new WeakMap<ts.SourceFile, Map<ReadonlySet<string>, ts.TypeReferenceNode | undefined>>();

/** A file is the same object from one program to the next while it does not change. */
const firstArgument = (file: ts.SourceFile, names: ReadonlySet<string>): ts.TypeReferenceNode | undefined => {
  let known = argumentsByFile.get(file);
  if (!known) argumentsByFile.set(file, (known = new Map<ReadonlySet<string>, ts.TypeReferenceNode | undefined>()));
  if (!known.has(names)) known.set(names, findArgument(file, names));
  return known.get(names);
};

const inferredFrom = (project: Typed, names: ReadonlySet<string>): DeclaredSchema | undefined => {
  for (const file of project.files) {
    const argument = firstArgument(file, names);
    if (!argument) continue;
    const type = project.host.shape(argument);
    if (!type.isOpen && type.properties().length > 0) return { ...dbTypeOf(type, project, argument), reference: () => referenceOf(argument, project) };
  }
  return undefined;
};

/** Those of the first handle. */
export const inferredDbType = (project: Typed): DeclaredSchema | undefined => inferredFrom(project, handleNames) ?? inferredFrom(project, scopedNames);
