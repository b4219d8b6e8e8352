import type { CompiledQuery, QueryCompiler, RawNode, RootOperationNode } from 'kysely';
import { stamp } from '../connection/stamp.ts';
import { scopedCompiler } from '../compiler/compiler.ts';
import { checkFunction } from '../compiler/functions.ts';
import { namesOfRaw } from '../compiler/raw.ts';
import type { Owner } from '../compiler/owner.ts';
import type { Registry, TableFacts } from '../compiler/registry.ts';
import { refusal } from '../error.ts';

/** What a cross-tenant query must declare. */
export interface CrossTenantDeclaration<Table extends string = string> {
  /** Why: for the reader of the audit log. */
  readonly reason: string;
  /** The ticket that allows it. */
  readonly ticket: string;
  /** Who runs it. */
  readonly actor: string;
  /** The only tables that it may name. */
  readonly tables: readonly Table[];
}

/** What the sink is told before each cross-tenant query. */
export interface CrossTenantEvent extends CrossTenantDeclaration {
  readonly at: Date;
  readonly sql: string;
}

/** Records an event; the query runs only when it has returned. */
export type EscapeSink = (event: CrossTenantEvent) => void | Promise<void>;

const texts = ['reason', 'ticket', 'actor'] as const;

/** @throws ScopedKyselyError `ESCAPE`, `UNKNOWN_TABLE` */
export const checkDeclaration = (declaration: CrossTenantDeclaration, known: Readonly<Record<string, unknown>>, registry: Registry): CrossTenantDeclaration => {
  const given: Partial<Record<(typeof texts)[number], unknown>> = declaration;
  const missing = texts.find((name) => typeof given[name] !== 'string' || given[name].trim() === '');
  if (missing !== undefined) throw refusal('ESCAPE', `crossTenant needs a ${missing}: crossTenant({ reason, ticket, actor, tables })`);
  const tables: readonly string[] = Array.isArray(declaration.tables) ? (declaration.tables as readonly string[]) : [];
  if (tables.length === 0) throw refusal('ESCAPE', 'crossTenant needs the tables it reads or writes');
  for (const table of tables) if (!Object.hasOwn(known, table)) throw refusal('UNKNOWN_TABLE', `the table ${table} is not declared in the tenancy${registry.nearest(table)}`, { table });
  const { reason, ticket, actor } = declaration;
  return Object.freeze({ reason, ticket, actor, tables: Object.freeze([...tables]) });
};

/** The declared tables, unscoped; every other table is refused as an admin table is. */
const listedOnly = (registry: Registry, tables: readonly string[]): Registry => ({
  ...registry,
  find: (schema, name): TableFacts | undefined => {
    const facts = registry.find(schema, name);
    if (!facts) return undefined;
    if (!tables.includes(facts.name)) throw refusal('ESCAPE', `${facts.name} is not among the tables of this crossTenant: [${tables.join(', ')}]`, { table: facts.name });
    return { ...facts, ownership: { kind: 'shared', writable: true } };
  },
});

/** Names a raw statement uses: a declared table that is not listed is refused. What is undeclared cannot be seen. */
const checkRaw = (node: RawNode, registry: Registry, tables: readonly string[]): void => {
  const { names, calls } = namesOfRaw(node, registry.mysqlText);
  for (const word of names) {
    const facts = registry.named(word).find(({ name }) => !tables.includes(name));
    if (facts) throw refusal('ESCAPE', `${facts.name} is not among the tables of this crossTenant: [${tables.join(', ')}]`, { table: facts.name });
  }
  for (const call of calls) checkFunction(call, registry);
};

/** Compiles without a tenant, for the listed tables only; whole statements of raw SQL too. */
export const escapeCompiler = (base: QueryCompiler, registry: Registry, owner: Owner, { tables }: CrossTenantDeclaration): QueryCompiler => {
  const builder = scopedCompiler(base, listedOnly(registry, tables), owner);
  return {
    compileQuery: (node: RootOperationNode, queryId: CompiledQuery['queryId']): CompiledQuery => {
      if (node.kind !== 'RawNode') return builder.compileQuery(node, queryId);
      checkRaw(node, registry, tables);
      return stamp(base.compileQuery(node, queryId), owner);
    },
  };
};

/** Tells the sink; a sink that fails stops the query. */
export const recorder =
  (declaration: CrossTenantDeclaration, sink: EscapeSink) =>
  async ({ sql }: CompiledQuery): Promise<void> => {
    try {
      await sink(Object.freeze({ ...declaration, at: new Date(), sql }));
    } catch (cause) {
      throw refusal('ESCAPE_SINK', 'the cross-tenant query was not recorded, so it does not run', { cause });
    }
  };
