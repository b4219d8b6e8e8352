import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Model } from '../../src/frontend/prisma/schema/model.ts';
import { delegateName } from '../../src/frontend/prisma/schema/model.ts';
import { readPrismaSchema } from '../../src/frontend/prisma/schema/read.ts';

export const prismaSchemaText = readFileSync(fileURLToPath(new URL('prisma.prisma', import.meta.url)), 'utf8');

const readMethods = ['findUnique', 'findUniqueOrThrow', 'findFirst', 'findFirstOrThrow', 'create', 'update', 'upsert', 'delete'];
const listMethods = ['findMany', 'createMany', 'createManyAndReturn', 'updateMany', 'updateManyAndReturn', 'deleteMany', 'count', 'aggregate', 'groupBy'];

const fieldTypes: Readonly<Record<string, string>> = { String: 'string', Int: 'number', DateTime: 'Date', Json: 'unknown' };

const whereInput = (m: Model): string =>
  `  export type ${m.name}WhereInput = { AND?: ${m.name}WhereInput | ${m.name}WhereInput[]; OR?: ${m.name}WhereInput[]; NOT?: ${m.name}WhereInput | ${m.name}WhereInput[]; ${[...m.fields.values()].map((f) => `${f.name}?: StringFilter | ${fieldTypes[f.type] ?? 'unknown'}${f.optional ? ' | null' : ''};`).join(' ')} ${[...m.relations.keys()].map((r) => `${r}?: any;`).join(' ')} };
  export type ${m.name}OrderByWithRelationInput = { ${[...m.fields.keys()].map((f) => `${f}?: SortOrder;`).join(' ')} ${[...m.relations.keys()].map((r) => `${r}?: any;`).join(' ')} };
  export type ${m.name}UncheckedCreateInput = { ${[...m.fields.values()].map((f) => `${f.name}${f.optional ? '?' : ''}: ${fieldTypes[f.type] ?? 'unknown'};`).join(' ')} ${[...m.relations.keys()].map((r) => `${r}?: any;`).join(' ')} };
  export type ${m.name}FindManyArgs = { where?: ${m.name}WhereInput; include?: any; select?: any; orderBy?: ${m.name}OrderByWithRelationInput | ${m.name}OrderByWithRelationInput[]; take?: number; skip?: number };
  export interface ${m.name}FieldRefs { ${[...m.fields.values()].map((f) => `readonly ${f.name}: FieldRef<"${m.name}", '${f.type}'>;`).join(' ')} }`;

/** As the generators write it: members have no declared argument here, which says nothing of whose they are. */
const delegate = (m: Model): string => `${whereInput(m)}
  export interface ${m.name}Delegate<ExtArgs extends InternalArgs = DefaultArgs, GlobalOmitOptions = {}> {
    [K: symbol]: { types: TypeMap<ExtArgs>['model']['${m.name}']; meta: { name: '${m.name}' } };
${readMethods.map((name) => `    ${name}(args?: any): Prisma__${m.name}Client<${m.name}Row>;`).join('\n')}
${listMethods.map((name) => `    ${name}(args?: any): PrismaPromise<${name === 'findMany' ? `${m.name}Row[]` : 'any'}>;`).join('\n')}
    readonly fields: ${m.name}FieldRefs;
  }
  export type ${m.name}Row = { ${[...m.fields.values()].map((f) => `${f.name}: ${fieldTypes[f.type] ?? 'unknown'};`).join(' ')} };
  export interface Prisma__${m.name}Client<T> extends PrismaPromise<T> { ${[...m.relations.values()].map((r) => `${r.name}(args?: any): Prisma__${r.target}Client<any>;`).join(' ')} }`;

const typeMap = (models: readonly Model[]): string => `  export type TypeMap<ExtArgs extends InternalArgs = DefaultArgs> = {
    meta: { modelProps: ${models.map((m) => `'${delegateName(m)}'`).join(' | ')} };
    model: { ${models.map((m) => `${m.name}: { fields: ${m.name}FieldRefs; operations: { ${[...readMethods, ...listMethods].map((n) => `${n}: { args: any; result: any };`).join(' ')} } };`).join('\n      ')} };
    other: { operations: { $executeRaw: any; $executeRawUnsafe: any; $queryRaw: any; $queryRawUnsafe: any } };
  };
  export type TypeMapCb = () => TypeMap;`;

const clientMembers = (prefix: string): string => `  $on(event: string, callback: (e: any) => void): PrismaClient;
  $connect(): Promise<void>;
  $disconnect(): Promise<void>;
  $executeRaw<T = unknown>(query: TemplateStringsArray | ${prefix}Sql, ...values: any[]): ${prefix}PrismaPromise<number>;
  $executeRawUnsafe<T = unknown>(query: string, ...values: any[]): ${prefix}PrismaPromise<number>;
  $queryRaw<T = unknown>(query: TemplateStringsArray | ${prefix}Sql, ...values: any[]): ${prefix}PrismaPromise<T>;
  $queryRawUnsafe<T = unknown>(query: string, ...values: any[]): ${prefix}PrismaPromise<T>;
  $transaction<P extends ${prefix}PrismaPromise<any>[]>(arg: [...P], options?: {}): Promise<any[]>;
  $transaction<R>(fn: (prisma: Omit<PrismaClient, runtime.ITXClientDenyList>) => Promise<R>, options?: {}): Promise<R>;
  $extends: runtime.ExtendsHook<${prefix}TypeMap, ${prefix}TypeMapCb>;`;

/** The parts of the runtime's declarations that types are told by. */
const runtime = `export declare class Sql { readonly values: unknown[]; readonly strings: string[]; }
export type RawValue = unknown | Sql;
export declare function sqltag(strings: readonly string[], ...values: readonly RawValue[]): Sql;
export declare function join(values: readonly RawValue[], separator?: string, prefix?: string, suffix?: string): Sql;
export declare function raw(value: string): Sql;
export declare const empty: Sql;
export declare class Skip { constructor(param?: symbol); ifUndefined<T>(value: T | undefined): T | Skip; }
export declare const skip: Skip;
export declare function getExtensionContext<T>(that: T): T;
export declare interface PrismaPromise<T> extends Promise<T> { [Symbol.toStringTag]: 'PrismaPromise'; }
export interface FieldRef<Model, FieldType> { readonly modelName: Model; readonly typeName: FieldType; }
export type InternalArgs = { result: {}; model: {}; query: {}; client: {} };
export type DefaultArgs = InternalArgs;
export type ITXClientDenyList = '$connect' | '$disconnect' | '$on' | '$use' | '$extends' | '$transaction';
type TypeMapDef = Record<any, any>;
export type DynamicModelExtensionThis<TypeMap extends TypeMapDef, M extends PropertyKey, ExtArgs extends Record<string, any>> = {
  [P in Exclude<keyof TypeMap['model'][M]['operations'], keyof ExtArgs['model']>]: (args?: any) => PrismaPromise<any>;
} & { [P in Exclude<'fields', keyof ExtArgs['model']>]: TypeMap['model'][M]['fields'] } & { [K: symbol]: { types: TypeMap['model'][M] } };
interface ClientOtherOps {
  $queryRaw<T = unknown>(query: TemplateStringsArray | Sql, ...values: any[]): PrismaPromise<T>;
  $queryRawUnsafe<T = unknown>(query: string, ...values: any[]): PrismaPromise<T>;
  $executeRaw(query: TemplateStringsArray | Sql, ...values: any[]): PrismaPromise<number>;
  $executeRawUnsafe(query: string, ...values: any[]): PrismaPromise<number>;
}
type ModelKey<TypeMap extends TypeMapDef, M extends PropertyKey> = M extends keyof TypeMap['model'] ? M : Capitalize<M & string>;
interface Builtin<TypeMap extends TypeMapDef, TypeMapCb, ExtArgs extends Record<string, any>> {
  $extends: ExtendsHook<TypeMap, TypeMapCb>;
  $transaction<P extends PrismaPromise<any>[]>(arg: [...P], options?: {}): Promise<any[]>;
  $transaction<R>(fn: (client: Omit<DynamicClientExtensionThis<TypeMap, TypeMapCb, ExtArgs>, ITXClientDenyList>) => Promise<R>): Promise<R>;
}
export type DynamicClientExtensionThis<TypeMap extends TypeMapDef, TypeMapCb, ExtArgs extends Record<string, any>> = {
  [P in Exclude<TypeMap['meta']['modelProps'], keyof ExtArgs['client']>]: DynamicModelExtensionThis<TypeMap, ModelKey<TypeMap, P>, ExtArgs>;
} & { [P in Exclude<keyof TypeMap['other']['operations'], keyof ExtArgs['client']>]: P extends keyof ClientOtherOps ? ClientOtherOps[P] : never } & {
  [P in Exclude<'$extends' | '$transaction', keyof ExtArgs['client']>]: Builtin<TypeMap, TypeMapCb, ExtArgs>[P];
} & { [K: symbol]: { types: TypeMap['other'] } };
export interface ExtendsHook<TypeMap extends TypeMapDef, TypeMapCb> { (extension: any): DynamicClientExtensionThis<TypeMap, TypeMapCb, InternalArgs>; }
`;

const models = [...readPrismaSchema(prismaSchemaText).models.values()];
const imports = `type PrismaPromise<T> = runtime.PrismaPromise<T>; type InternalArgs = runtime.InternalArgs; type DefaultArgs = runtime.DefaultArgs; type FieldRef<M, F> = runtime.FieldRef<M, F>; type StringFilter = { equals?: any; in?: any; notIn?: any; not?: any }; type SortOrder = 'asc' | 'desc';`;

/** The declarations that `prisma-client-js` generates, in version 6 (`runtime/library`) and 7 (`runtime/client`). */
const jsClient = (runtimePath: string): Readonly<Record<string, string>> => ({
  'schema.prisma': prismaSchemaText,
  'default.d.ts': "export * from './index'\n",
  'index.d.ts': `import * as runtime from '${runtimePath}';
export type PrismaPromise<T> = runtime.PrismaPromise<T>;
export class PrismaClient<ClientOptions = {}, ExtArgs extends runtime.InternalArgs = runtime.DefaultArgs> {
  [K: symbol]: { types: Prisma.TypeMap<ExtArgs>['other'] };
  constructor(options?: any);
${clientMembers('Prisma.')}
${models.map((m) => `  get ${delegateName(m)}(): Prisma.${m.name}Delegate<ExtArgs, ClientOptions>;`).join('\n')}
}
export namespace Prisma {
  export import sql = runtime.sqltag;
  export import empty = runtime.empty;
  export import join = runtime.join;
  export import raw = runtime.raw;
  export import Sql = runtime.Sql;
  export import skip = runtime.skip;
  export type PrismaPromise<T> = runtime.PrismaPromise<T>;
  ${imports.replace('type PrismaPromise<T> = runtime.PrismaPromise<T>; ', '')}
  export function validator<V>(): <S>(select: S) => S;
  export import getExtensionContext = runtime.getExtensionContext;
${typeMap(models)}
${models.map(delegate).join('\n')}
  export type TransactionClient = Omit<Prisma.DefaultPrismaClient, runtime.ITXClientDenyList>;
  export type DefaultPrismaClient = PrismaClient;
}
`,
});

/** The sources that `prisma-client` generates. */
const tsClient = (runtimePath: string): Readonly<Record<string, string>> => ({
  'client.ts': `import * as $Class from './internal/class.js';
import * as Prisma from './internal/prismaNamespace.js';
export const PrismaClient = $Class.getPrismaClientClass();
export type PrismaClient<LogOpts = never, OmitOpts = {}, ExtArgs extends Prisma.InternalArgs = Prisma.DefaultArgs> = $Class.PrismaClient<LogOpts, OmitOpts, ExtArgs>;
export { Prisma };
`,
  'models.ts': `${models.map((m) => `export type * from './models/${m.name}.js';`).join('\n')}\n`,
  'internal/class.ts': `import * as runtime from '${runtimePath}';
import type * as Prisma from './prismaNamespace.js';
const config: any = { "previewFeatures": [], "inlineSchema": ${JSON.stringify(prismaSchemaText)} };
export interface PrismaClientConstructor { new (options?: any): PrismaClient; }
export interface PrismaClient<in LogOpts = never, in out OmitOpts = {}, in out ExtArgs extends Prisma.InternalArgs = Prisma.DefaultArgs> {
  [K: symbol]: { types: Prisma.TypeMap<ExtArgs>['other'] };
${clientMembers('Prisma.')}
${models.map((m) => `  get ${delegateName(m)}(): Prisma.${m.name}Delegate<ExtArgs, { omit: OmitOpts }>;`).join('\n')}
}
export function getPrismaClientClass(): PrismaClientConstructor { return (runtime as any).getPrismaClient(config); }
`,
  'internal/prismaNamespace.ts': `import * as runtime from '${runtimePath}';
import type { PrismaClient } from './class.js';
export type * from '../models.js';
export const sql = runtime.sqltag;
export const empty = runtime.empty;
export const join = runtime.join;
export const raw = runtime.raw;
export const Sql = runtime.Sql;
export type Sql = runtime.Sql;
export const skip = runtime.skip;
export const getExtensionContext = runtime.getExtensionContext;
export type PrismaPromise<T> = runtime.PrismaPromise<T>;
export type InternalArgs = runtime.InternalArgs;
export type DefaultArgs = runtime.DefaultArgs;
${models.map((m) => `import type { ${m.name}FieldRefs } from '../models/${m.name}.js';`).join('\n')}
${typeMap(models)}
export type DefaultPrismaClient = PrismaClient;
export type TransactionClient = Omit<DefaultPrismaClient, runtime.ITXClientDenyList>;
`,
  ...Object.fromEntries(models.map((m) => [`models/${m.name}.ts`, `import type * as runtime from '${runtimePath}';
import type { TypeMap } from '../internal/prismaNamespace.js';
${[...new Set([...m.relations.values()].map((r) => r.target))].filter((n) => n !== m.name).map((n) => `import type { Prisma__${n}Client } from './${n}.js';`).join('\n')}
${imports}
${delegate(m)}
`])),
});

const under = (directory: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(files).map(([path, text]) => [`${directory}/${path}`, text]));

/** A client of each generator in the project, and one where it is by default. */
export const clientFiles: Readonly<Record<string, string>> = {
  'node_modules/@prisma/client/package.json': JSON.stringify({ name: '@prisma/client', version: '7.10.1', exports: { '.': { types: './default.d.ts' }, './runtime/client': { types: './runtime/client.d.ts' }, './runtime/library': { types: './runtime/client.d.ts' } } }),
  'node_modules/@prisma/client/default.d.ts': "export * from '.prisma/client/default'\n",
  'node_modules/@prisma/client/runtime/client.d.ts': runtime,
  ...under('node_modules/.prisma/client', { ...jsClient('@prisma/client/runtime/library'), 'package.json': '{ "name": ".prisma/client" }' }),
  ...under('src/js', { ...jsClient('./runtime/client.js'), 'runtime/client.d.ts': runtime, 'package.json': '{}' }),
  ...under('src/generated/client', tsClient('@prisma/client/runtime/client')),
};
