import type { CreateCastStmt, CreateDomainStmt, DefineStmt, Node, TypeName } from 'libpg-query';
import { as, stringOf, stringsOf } from '../lower/context.ts';
import { lowerTypeName } from '../lower/type-name.ts';
import { type Catalog, rangeOf, typeKey } from './catalog.ts';
import { collationName } from './column.ts';
import { addFunction } from './function.ts';

const nameOf = (names: readonly Node[] | undefined): string => stringsOf(names).join('.');

const typeNameOf = (type: TypeName | undefined): string => typeKey(lowerTypeName(type).name);

/** CREATE DOMAIN: compared as the type under it. */
export const createDomain = (catalog: Catalog, s: CreateDomainStmt): void => {
  catalog.types.set(typeKey(nameOf(s.domainname)), { base: s.typeName && lowerTypeName(s.typeName), collation: collationName(s.collClause) });
};

/** A type with an equality of its own. */
export const createType = (catalog: Catalog, names: readonly Node[] | undefined): void => {
  catalog.types.set(typeKey(nameOf(names)), {});
};

const definition = (s: DefineStmt, name: string): Node | undefined => s.definition?.map((d) => as(d, 'DefElem')).find((d) => d?.defname === name)?.arg;

/** An option of CREATE OPERATOR that names a type or a function; both arrive as type names. */
const named = (s: DefineStmt, option: string): string | undefined => {
  const type = as(definition(s, option), 'TypeName');
  return type && typeNameOf(type);
};

const createOperator = (catalog: Catalog, s: DefineStmt): void => {
  catalog.operators.push({
    name: stringOf(s.defnames?.at(-1)),
    types: [named(s, 'leftarg'), named(s, 'rightarg')].filter((t) => t !== undefined),
    calls: (named(s, 'function') ?? named(s, 'procedure') ?? '').toLowerCase(),
  });
};

const isFalse = (node: Node | undefined): boolean => /^(false|off|no|0)$/i.test(as(node, 'String')?.sval ?? as(node, 'TypeName')?.names?.map(stringOf).join('.') ?? 'true');

const createCollation = (catalog: Catalog, s: DefineStmt): void => {
  const copied = definition(s, 'from');
  const from = copied && (nameOf(as(copied, 'List')?.items) || nameOf(as(copied, 'TypeName')?.names));
  const loose = isFalse(definition(s, 'deterministic')) || (from !== undefined && catalog.collations.has(from));
  if (loose) for (const name of [nameOf(s.defnames), stringOf(s.defnames?.at(-1))]) catalog.collations.add(name);
};

/** CREATE AGGREGATE, OPERATOR, COLLATION and TYPE. */
export const define = (catalog: Catalog, s: DefineStmt): void => {
  if (s.kind === 'OBJECT_AGGREGATE') addFunction(catalog, rangeOf(s.defnames));
  else if (s.kind === 'OBJECT_OPERATOR') createOperator(catalog, s);
  else if (s.kind === 'OBJECT_COLLATION') createCollation(catalog, s);
  else if (s.kind === 'OBJECT_TYPE') createType(catalog, s.defnames);
};

/** CREATE CAST. Without a function the value passes through its text, or as it is. */
export const createCast = (catalog: Catalog, s: CreateCastStmt): void => {
  const called = s.func && nameOf(s.func.objname).toLowerCase();
  catalog.casts.push({ source: typeNameOf(s.sourcetype), target: typeNameOf(s.targettype), calls: called, explicit: s.context === 'COERCION_EXPLICIT' });
};
