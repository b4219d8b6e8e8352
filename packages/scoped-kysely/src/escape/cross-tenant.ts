import type { CompiledQuery, QueryCompiler, RootOperationNode } from 'kysely';
import { stamp } from '../connection/stamp.ts';
import { reading, scopedCompiler, scopeFor } from '../compiler/compiler.ts';
import { kindOf } from '../compiler/fields.ts';
import { checkFunction } from '../compiler/functions.ts';
import { rawStatement } from '../compiler/raw.ts';
import type { Scope } from '../compiler/scope.ts';
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

const statementWords: ReadonlySet<string> = new Set(['select', 'with', 'insert', 'update', 'delete', 'merge', 'values', '(']);

/**
 * A statement of raw SQL: a declared table that is not listed is refused, and so is a function that may read rows on its
 * own. What is undeclared cannot be seen.
 */
const readRaw = (node: RootOperationNode, registry: Registry, scope: Scope, tables: readonly string[]): RootOperationNode => {
  const { node: copy, words } = rawStatement(node, scope);
  if (!statementWords.has(words.first)) throw refusal('ESCAPE', `a statement that begins with "${words.first}" is refused: crossTenant reads and writes rows`);
  for (const word of words.names) {
    const facts = registry.named(word).find(({ name }) => !tables.includes(name));
    if (facts) throw refusal('ESCAPE', `${facts.name} is not among the tables of this crossTenant: [${tables.join(', ')}]`, { table: facts.name });
  }
  // `insert into orders (id)` names a table, which was looked at.
  for (const call of words.calls) if (registry.named(call).length === 0) checkFunction(call, registry);
  return copy as RootOperationNode;
};

/** Compiles without a tenant, for the listed tables only; whole statements of raw SQL too. */
export const escapeCompiler = (base: QueryCompiler, registry: Registry, owner: Owner, { tables }: CrossTenantDeclaration): QueryCompiler => {
  const listed = listedOnly(registry, tables);
  const builder = scopedCompiler(base, listed, owner);
  const scope = scopeFor(owner, listed);
  return {
    compileQuery: (node: RootOperationNode, queryId: CompiledQuery['queryId']): CompiledQuery => {
      if (kindOf(node) !== 'RawNode') return builder.compileQuery(node, queryId);
      return stamp(base.compileQuery(reading(() => readRaw(node, registry, scope, tables)), queryId), owner);
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
