import { ts } from '#compiler';
import type { Foreign } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import type { Value } from '../../flow/value.ts';
import type { TypeHost } from '../../host/type-host.ts';
import { defineFrontEnd, type TypedValue } from '../front-end.ts';
import { Client, ClientClass } from './client.ts';
import { Delegate } from './delegate.ts';
import { modelMethods } from './methods.ts';
import { PrismaNamespace } from './namespace.ts';
import { RawTag } from './raw.ts';
import { clientRoot, schemaFiles } from './schema/client.ts';
import { declaredTables } from './schema/tables.ts';
import { Skip } from './skip.ts';
import { Unbound } from './unbound.ts';
import { sqlMember } from './sql.ts';
import { keptOnGlobal, modelOf, moduleOf, schemaAt, schemaFrom } from './typed.ts';

const raw = ['$queryRaw', '$executeRaw'] as const;
const clientMethods: ReadonlySet<string> = new Set([...raw, '$queryRawUnsafe', '$executeRawUnsafe', '$transaction', '$extends', '$use', '$queryRawTyped', '$runCommandRaw', '$connect', '$disconnect', '$on']);
const starting: ReadonlySet<string> = new Set([...raw, '$queryRawUnsafe', '$executeRawUnsafe', '$queryRawTyped', '$runCommandRaw', '$extends', '$use']);

const memberOf = ({ node, method, receiver }: TypedValue, { host }: Run): Foreign | undefined => {
  const ofModel = Object.hasOwn(modelMethods, method);
  if (!ofModel && !clientMethods.has(method)) return undefined;
  const schema = schemaAt(host, node, method) ?? keptOnGlobal(host, receiver);
  if (!schema) return undefined;
  return ofModel ? new Delegate(schema, modelOf(schema, node, host)) : new Client(schema);
};

const isStart = (call: ts.CallExpression, host: TypeHost): boolean => {
  const { expression } = call;
  if (ts.isElementAccessExpression(expression)) return ['findMany', '$queryRawUnsafe'].some((m) => schemaAt(host, expression.expression, m) !== undefined);
  if (!ts.isPropertyAccessExpression(expression)) return ts.isIdentifier(expression) && host.handle(expression) === 'prisma-method';
  const name = expression.name.text;
  if (name === 'getExtensionContext') return true;
  return (Object.hasOwn(modelMethods, name) || starting.has(name)) && schemaAt(host, expression.expression, name) !== undefined;
};

/** A method of a model without a call behind it: whoever has it may call it. */
const mentionsMethod = new RegExp(String.raw`\.(${Object.keys(modelMethods).join('|')})\b(?!\s*[(<])`);

const handsOn = (call: ts.CallExpression, host: TypeHost): boolean =>
  call.arguments.some((a) => ts.isPropertyAccessExpression(a) && Object.hasOwn(modelMethods, a.name.text) && host.handle(a) === 'prisma-method');

const globalOf = (module: string, name: string): Value | undefined => {
  const schema = schemaFrom(module);
  if (schema && (name === 'Prisma' || /[/\\]prismaNamespace"?$/.test(name))) return new PrismaNamespace();
  if (schema && name === 'PrismaClient') return new ClientClass(schema);
  if (!schema && module !== '@prisma/client') return undefined;
  return name === 'skip' ? new Skip() : sqlMember(name, ts.factory.createIdentifier(name));
};

export const prisma = defineFrontEnd<'prisma-method' | 'prisma-raw'>({
  name: 'Prisma',
  modules: /^@prisma\/client(\/|$)|^\.prisma\/|(^|\/)prisma(\/|$)/,
  declares: (file) => /\/node_modules\/(@prisma\/client|\.prisma)\//.test(file) || clientRoot(file) !== undefined,
  reads: schemaFiles,
  // The type of a method is known by its name.
  types: { ...Object.fromEntries([...Object.keys(modelMethods), '$queryRawUnsafe', '$executeRawUnsafe'].map((name) => [name, 'prisma-method'])), $queryRaw: 'prisma-raw', $executeRaw: 'prisma-raw' },
  methods: { 'prisma-raw': ['``', '()'], 'prisma-method': ['()'] },
  valueOf: (kind) => (kind === 'prisma-raw' ? new RawTag() : new Unbound()),
  memberOf,
  moduleOf,
  global: globalOf,
  strong: ['findMany', 'findFirst', 'findFirstOrThrow', 'findUnique', 'findUniqueOrThrow', 'createMany', 'createManyAndReturn', 'updateMany', 'updateManyAndReturn', 'deleteMany', 'upsert', 'groupBy', 'aggregate', 'getExtensionContext', ...starting],
  weak: ['create', 'update', 'delete', 'count', '``'],
  starts: { 'prisma-raw': ['``'] },
  handles: [],
  schemaOf: declaredTables,
  isStart,
  change: { mention: mentionsMethod, is: handsOn },
});
