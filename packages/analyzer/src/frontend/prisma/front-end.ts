import { ts } from '#compiler';
import type { Foreign } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import type { Value } from '../../flow/value.ts';
import type { TypeHost } from '../../host/type-host.ts';
import { defineFrontEnd, type TypedValue } from '../front-end.ts';
import { Client, ClientClass, modelNamed } from './client.ts';
import { Delegate } from './delegate.ts';
import { modelMethods } from './methods.ts';
import { PrismaNamespace } from './namespace.ts';
import { RawTag } from './raw.ts';
import { clientRoot, clientSchema } from './schema/client.ts';
import type { Model, PrismaSchema } from './schema/model.ts';
import { declaredTables } from './schema/tables.ts';
import { Skip } from './skip.ts';
import { sqlMember } from './sql.ts';

/** What a file of a generated client counts as: its types lead to the schema it was generated from. */
const generated = 'prisma:';

const moduleOf = (file: string): string | undefined => {
  const root = clientRoot(file);
  return root === undefined ? undefined : generated + root;
};

const schemaFrom = (module: string | undefined): PrismaSchema | undefined => (module?.startsWith(generated) ? clientSchema(module.slice(generated.length)) : undefined);

const raw = ['$queryRaw', '$executeRaw'] as const;
const clientMethods: ReadonlySet<string> = new Set([...raw, '$queryRawUnsafe', '$executeRawUnsafe', '$transaction', '$extends', '$connect', '$disconnect', '$on']);
const starting: ReadonlySet<string> = new Set([...raw, '$queryRawUnsafe', '$executeRawUnsafe']);

/** The types of what `$extends` returns: their members are declared nowhere, but they are written with what the client declares. */
const extended: Readonly<Record<string, true>> = { DynamicModelExtensionThis: true, DynamicClientExtensionThis: true };

const schemaOfExtended = (host: TypeHost, node: ts.Node): PrismaSchema | undefined => {
  const aliases = host.aliases(node);
  return aliases.some((a) => extended[a.name]) ? schemaFrom(aliases.find((a) => a.module?.startsWith(generated))?.module) : undefined;
};

const schemaAt = (host: TypeHost, node: ts.Node, method: string): PrismaSchema | undefined => schemaFrom(host.memberModule(node, method)) ?? schemaOfExtended(host, node);

/** The model of a delegate: by its type, or by the name of the property it was read from. */
const modelOf = (schema: PrismaSchema, node: ts.Expression, host: TypeHost): Model | undefined => {
  const names = [...host.typeNames(node).map((n) => n.replace(/Delegate$/, '')), ...host.aliases(node).filter((a) => a.module === undefined).map((a) => a.name)];
  const named = [...new Set(names.flatMap((n) => schema.models.get(n) ?? []))];
  if (named.length > 0) return named.length === 1 ? named[0] : undefined;
  return ts.isPropertyAccessExpression(node) ? modelNamed(schema, node.name.text) : undefined;
};

const memberOf = ({ node, method }: TypedValue, { host }: Run): Foreign | undefined => {
  const ofModel = Object.hasOwn(modelMethods, method);
  if (!ofModel && !clientMethods.has(method)) return undefined;
  const schema = schemaAt(host, node, method);
  if (!schema) return undefined;
  return ofModel ? new Delegate(schema, modelOf(schema, node, host)) : new Client(schema);
};

const isStart = (call: ts.CallExpression, host: TypeHost): boolean => {
  const { expression } = call;
  if (ts.isElementAccessExpression(expression)) return ['findMany', '$queryRawUnsafe'].some((m) => schemaAt(host, expression.expression, m) !== undefined);
  if (!ts.isPropertyAccessExpression(expression)) return false;
  const name = expression.name.text;
  return (Object.hasOwn(modelMethods, name) || starting.has(name)) && schemaAt(host, expression.expression, name) !== undefined;
};

const globalOf = (module: string, name: string): Value | undefined => {
  const schema = schemaFrom(module);
  if (schema && (name === 'Prisma' || /[/\\]prismaNamespace"?$/.test(name))) return new PrismaNamespace();
  if (schema && name === 'PrismaClient') return new ClientClass(schema);
  if (!schema && module !== '@prisma/client') return undefined;
  return name === 'skip' ? new Skip() : sqlMember(name, ts.factory.createIdentifier(name));
};

export const prisma = defineFrontEnd({
  name: 'Prisma',
  modules: /^@prisma\/client(\/|$)|^\.prisma\/|(^|\/)prisma(\/|$)/,
  declares: (file) => /\/node_modules\/(@prisma\/client|\.prisma)\//.test(file) || clientRoot(file) !== undefined,
  types: { $queryRaw: 'prisma-raw', $executeRaw: 'prisma-raw' },
  methods: { 'prisma-raw': ['``', '()'] },
  valueOf: () => new RawTag(),
  memberOf,
  moduleOf,
  global: globalOf,
  strong: ['findMany', 'findFirst', 'findFirstOrThrow', 'findUnique', 'findUniqueOrThrow', 'createMany', 'createManyAndReturn', 'updateMany', 'updateManyAndReturn', 'deleteMany', 'upsert', 'groupBy', 'aggregate', ...starting],
  weak: ['create', 'update', 'delete', 'count', '``'],
  starts: { 'prisma-raw': ['``'] },
  handles: [],
  schemaOf: declaredTables,
  isStart,
});
