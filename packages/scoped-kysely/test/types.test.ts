import { fileURLToPath } from 'node:url';
import * as kysely from 'kysely';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('.', import.meta.url));
const is028 = !('AlterTypeNode' in kysely);

const preamble = `
import { type Generated, Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { type CrossTenantKysely, createScopedKysely, defineTenancy, mintTenantId, owned, root, type ScopedHandle, type ScopedKysely, type ScopedTransaction, shared, type TenantDatabase, type TenantId, via } from 'scoped-kysely';
import { type DB, type Tables, tenancy } from './support/schema.ts';
declare const dialect: import('kysely').Dialect;
declare const scoped: TenantDatabase<DB, Tables>;
declare const db: ScopedKysely<DB>;
declare const plain: Kysely<Tables>;
declare const tenant: TenantId;
const ordersOf = (handle: ScopedKysely<DB>) => handle.selectFrom('orders').selectAll().execute();
const inTransaction = (trx: ScopedTransaction<DB>) => trx.selectFrom('orders').selectAll().execute();
const paged = <D, T extends keyof D, O>(query: SelectQueryBuilder<D, T, O>) => query.limit(10);
`;

/** Each line with what the compiler says to it; undefined where it compiles. */
const lines: readonly (readonly [code: string, says?: string])[] = [
  ["db.selectFrom('orders').innerJoin('customers as c', 'c.id', 'orders.customer_id').select(['orders.id', 'c.name', 'orders.tenant_id']).execute()"],
  ["db.insertInto('orders').values({ id: 1, status: 'new', total: 1 }).returningAll().execute()"],
  ["db.updateTable('orders as o').set({ status: 'x' }).where('o.id', '=', 1).execute()"],
  ["db.deleteFrom('orders').using('customers').whereRef('customers.id', '=', 'orders.customer_id').execute()"],
  ["db.mergeInto('projects as p').using('customers', 'customers.id', 'p.id').whenMatched().thenDelete().execute()"],
  ["db.with('big', (qc) => qc.selectFrom('orders').select('id')).selectFrom('big').selectAll().execute()"],
  ["db.with((cte) => cte('big').materialized(), (qc) => qc.selectFrom('orders').select('id')).selectFrom('big').select('id').execute()"],
  ["db.withRecursive('walk(id, depth)', (qc) => qc.selectFrom('orders').select(['id', sql<number>`1`.as('depth')]).unionAll(qc.selectFrom('walk').innerJoin('orders', 'orders.id', 'walk.id').select(['orders.id', sql<number>`walk.depth + 1`.as('depth')]))).selectFrom('walk').select('depth').execute()"],
  ["db.insertInto('settings').values({ key: 'a', value: 'b' }).execute()"],
  ["paged(db.selectFrom('orders').select('id').$if(true, (q) => q.where('total', '>', 1))).execute()"],
  ["db.transaction().execute((trx) => inTransaction(trx))"],
  ['ordersOf(scoped.forTenant(tenant))'],
  ['ordersOf(createScopedKysely({ dialect, tenancy }).forTenant(tenant))'],
  ['ordersOf(createScopedKysely<DB>({ dialect, tenancy }).forTenant(tenant))'],
  ["scoped.crossTenant({ reason: 'r', ticket: 't', actor: 'a', tables: ['orders', 'audit_log'] }).selectFrom('audit_log').selectAll().execute()"],

  ["scoped.selectFrom('orders')", "Property 'selectFrom' does not exist on type 'TenantDatabase<DB, Tables>'"],
  ["scoped.forTenant('a')", "Argument of type 'string' is not assignable to parameter of type 'TenantId'"],
  ['ordersOf(plain)', "is missing the following properties from type 'ScopedKysely<DB>'"],
  ['inTransaction(db)', "Property 'isTransaction' is missing"],
  ["ordersOf(scoped.crossTenant({ reason: 'r', ticket: 't', actor: 'a', tables: ['orders'] }))", "not assignable to parameter of type 'ScopedKysely<DB>'"],
  ["db.selectFrom('audit_log').selectAll()", `Argument of type '"audit_log"' is not assignable to parameter of type 'TableExpressionOrList<DB, never>'`],
  ["db.insertInto('countries')", 'countries is a shared table: tenants read it and cannot write to it'],
  ["db.updateTable('countries')", 'countries is a shared table: tenants read it and cannot write to it'],
  ["db.deleteFrom('countries')", 'countries is a shared table: tenants read it and cannot write to it'],
  ["db.mergeInto('countries')", 'countries is a shared table: tenants read it and cannot write to it'],
  ["db.deleteFrom('countries as c')", 'No overload matches this call'],
  ["db.insertInto('orders').values({ id: 1, status: 'new', total: 1, tenant_id: 'b' })", "'tenant_id' does not exist in type"],
  ["db.updateTable('orders').set({ tenant_id: 'b' })", `Type 'string' is not assignable to type 'ValueExpression<DB, "orders", never>`],
  ["db.updateTable('orders').set('tenant_id', 'b')", 'is not assignable to parameter of type'],
  ["db.updateTable('projects').set({ org_id: 'b' })", `Type 'string' is not assignable to type 'ValueExpression<DB, "projects", never>`],
  ["db.updateTable('tenants').set({ id: 'b' })", `Type 'string' is not assignable to type 'ValueExpression<DB, "tenants", never>`],
  ["db.insertInto('orders').values({ id: 1, status: 'new', total: 1 }).onConflict((oc) => oc.column('id').doUpdateSet({ tenant_id: 'b' }))", "'tenant_id' does not exist in type"],
  ['sql`select 1`.execute(db)', "not assignable to parameter of type 'QueryExecutorProvider'"],
  ["db.withSchema('other')", "Property 'withSchema' does not exist"],
  ['db.withoutPlugins()', "Property 'withoutPlugins' does not exist"],
  ["db.replaceInto('orders')", "Property 'replaceInto' does not exist"],
  ['db.destroy()', "Property 'destroy' does not exist"],
  ['db.schema', "Property 'schema' does not exist"],
  ["scoped.crossTenant({ reason: 'r', ticket: 't', actor: 'a', tables: ['order'] })", `Type '"order"' is not assignable to type`],
  ["scoped.crossTenant({ reason: 'r', ticket: 't', actor: 'a', tables: ['orders'] }).selectFrom('customers')", `Argument of type '"customers"' is not assignable`],
  ["mintTenantId('a')", 'Expected 2 arguments, but got 1'],
  ["createScopedKysely({ dialect, tenancy: defineTenancy<Pick<Tables, 'orders'>>()({ column: 'tenant_id', tables: { orders: owned('org') } }) })", 'orders has no column org'],
  ["createScopedKysely({ dialect, tenancy: defineTenancy<Pick<Tables, 'order_items'>>()({ column: 'tenant_id', tables: { order_items: via('order', 'order_id') } }) })", 'order_items is owned via order, which is no table'],
  ["defineTenancy<Pick<Tables, 'orders' | 'tenants'>>()({ column: 'tenant_id', tables: { tenants: root() } })", "Property 'orders' is missing"],
];

const said = (): ReadonlyMap<number, string> => {
  const path = `${folder}virtual.ts`;
  const text = preamble + lines.map(([code]) => `export const line${lines.findIndex(([other]) => other === code)} = () => ${code};`).join('\n');
  const options: ts.CompilerOptions = {
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true, types: ['node'] },
    ...{ module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2023, lib: ['lib.es2023.d.ts'], customConditions: ['source'] },
    ...(is028 && { paths: { kysely: [fileURLToPath(import.meta.resolve('kysely-0-28')).replace(/\/dist\/.*/, '/dist/esm/index.d.ts')] } }),
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) => (name === path ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, true) : read(name, ...rest));
  const exists = host.fileExists.bind(host);
  host.fileExists = (name) => name === path || exists(name);
  const program = ts.createProgram([path], options, host);
  const source = program.getSourceFile(path);
  const first = preamble.split('\n').length - 1;
  const diagnostics = program.getSemanticDiagnostics(source);
  const messages = new Map<number, string>();
  for (const { start = 0, messageText, relatedInformation = [] } of diagnostics) {
    const line = (source?.getLineAndCharacterOfPosition(start).line ?? 0) - first;
    messages.set(line, [messages.get(line), ts.flattenDiagnosticMessageText(messageText, '\n'), ...relatedInformation.map((info) => ts.flattenDiagnosticMessageText(info.messageText, '\n'))].join('\n'));
  }
  return messages;
};

describe('the types', () => {
  const messages = said();

  it('take what is written around them', () => {
    expect([...messages].filter(([line]) => line < 0)).toEqual([]);
  });

  it.each(lines.map(([code, says], i) => [code, says, i] as const))('%s', (_, says, i) => {
    if (says === undefined) expect(messages.get(i)).toBeUndefined();
    else expect(messages.get(i)).toContain(says);
  });
});
