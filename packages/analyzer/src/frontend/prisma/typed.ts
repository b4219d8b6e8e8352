import { ts } from '#compiler';
import type { TypeHost } from '../../host/type-host.ts';
import type { Single } from '../../flow/value.ts';
import { modelNamed } from './client.ts';
import { clientRoot, clientSchema } from './schema/client.ts';
import type { Model, PrismaSchema } from './schema/model.ts';

/** What a file of a generated client counts as: its types lead to the schema it was generated from. */
const generated = 'prisma:';

export const moduleOf = (file: string): string | undefined => {
  const root = clientRoot(file);
  return root === undefined ? undefined : generated + root;
};

export const schemaFrom = (module: string | undefined): PrismaSchema | undefined => (module?.startsWith(generated) ? clientSchema(module.slice(generated.length)) : undefined);

/** The types of what `$extends` returns: their members are declared nowhere, but they are written with what the client declares. */
const extended: Readonly<Record<string, true>> = { DynamicModelExtensionThis: true, DynamicClientExtensionThis: true };

const schemaOfExtended = (host: TypeHost, node: ts.Node): PrismaSchema | undefined => {
  const aliases = host.aliases(node);
  return aliases.some((a) => extended[a.name]) ? schemaFrom(aliases.find((a) => a.module?.startsWith(generated))?.module) : undefined;
};

/** The schema of the client that declares a method of the type of a node. */
export const schemaAt = (host: TypeHost, node: ts.Node, method: string): PrismaSchema | undefined => schemaFrom(host.memberModule(node, method)) ?? schemaOfExtended(host, node);

/** The model of a delegate: by its type, or by the name of the property it was read from. */
export const modelOf = (schema: PrismaSchema, node: ts.Expression, host: TypeHost): Model | undefined => {
  const names = [...host.typeNames(node).map((n) => n.replace(/Delegate$/, '')), ...host.aliases(node).filter((a) => a.module === undefined).map((a) => a.name)];
  const named = [...new Set(names.flatMap((n) => schema.models.get(n) ?? []))];
  if (named.length > 0) return named.length === 1 ? named[0] : undefined;
  return ts.isPropertyAccessExpression(node) ? modelNamed(schema, node.name.text) : undefined;
};

/**
 * `global.prisma || new PrismaClient()`: where no types of Node are read, what is kept on `global` is of type any. It is what the
 * expression makes when there is none.
 */
export const keptOnGlobal = (host: TypeHost, receiver: Single | undefined): PrismaSchema | undefined => {
  for (let at = receiver; at?.kind === 'scalar'; at = at.parent) {
    const access = at.node.pos >= 0 && ts.isPropertyAccessExpression(at.node.parent) ? at.node.parent : undefined;
    if (!access || !ts.isIdentifier(access.expression) || access.expression.text !== 'global') continue;
    const around = access.parent;
    return ts.isBinaryExpression(around) && around.left === access ? schemaAt(host, around.right, '$connect') : undefined;
  }
  return undefined;
};
