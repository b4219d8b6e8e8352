import { describe, expect, it } from 'vitest';
import { lintWith } from '../../../test/lint/lint.ts';

const rule = 'require-escape-reason';

/** The surroundings of a text: a scoped database. */
const imports = `import { PostgresDialect, sql } from 'kysely';
import { createScopedKysely, type CrossTenantKysely, defineTenancy, owned, root, shared, type TenantId, via } from 'scoped-kysely';
import { type DB, pool } from './db.ts';
const tenancy = defineTenancy<DB>()({ column: 'tenant_id', tables: { tenants: root('id'), orders: owned(), customers: owned(), products: owned(), order_items: via('orders', 'order_id'), countries: shared() } });
const scoped = createScopedKysely({ dialect: new PostgresDialect({ pool }), tenancy, escape: { sink: () => {} } });
void sql;
`;

const all = ".selectFrom('orders').selectAll().execute()";
type Part = 'reason' | 'ticket' | 'actor' | 'tables';

/** The argument of `crossTenant`, with one of its parts given otherwise, or left out. */
const declared = (part?: Part, text?: string): string => {
  const parts: Record<Part, string> = { reason: "'quarterly revenue'", ticket: "'OPS-12'", actor: "'billing-job'", tables: "['orders']" };
  const written = Object.entries(parts).flatMap(([k, v]) => (k !== part ? [`${k}: ${v}`] : text === undefined ? [] : [`${k}: ${text}`]));
  return `{ ${written.join(', ')} }`;
};
const nobody = 'nobody can tell who runs it, why, and on which tables';

/** Name, the argument, what is missing. */
const undeclared: readonly (readonly [name: string, argument: string, missing: string])[] = [
  ['an empty reason', declared('reason', "''"), 'reason'],
  ['a blank reason', declared('reason', "'  '"), 'reason'],
  ['no reason', `${declared('reason')} as never`, 'reason'],
  ['a blank ticket', declared('ticket', "' '"), 'ticket'],
  ['no ticket', `${declared('ticket')} as never`, 'ticket'],
  ['an empty actor', declared('actor', "''"), 'actor'],
  ['no actor', `${declared('actor')} as never`, 'actor'],
  ['no tables', declared('tables', '[]'), 'tables'],
];

const unexplained = declared('reason', "''");

/** Name, code: with an empty reason, whose declaration is underlined. */
const ways: readonly (readonly [name: string, code: string, at: string])[] = [
  ['raw', `export const f = () => scoped.crossTenant(${unexplained}).raw(sql\`select count(*) from orders\`);`, unexplained],
  ['a transaction', `export const f = () => scoped.crossTenant(${unexplained}).transaction().execute((trx) => trx${all});`, unexplained],
  ['a handle in a variable', `export const f = () => { const escape = scoped.crossTenant(${unexplained}); return escape${all}; };`, unexplained],
  ['a handle that is given on', `const list = (escape: CrossTenantKysely<any>) => escape${all}; export const f = () => list(scoped.crossTenant(${unexplained}));`, unexplained],
  ['a declaration in a const', `const declaration = ${unexplained} as const; export const f = () => scoped.crossTenant(declaration)${all};`, 'declaration'],
  ['a method of a class', `export class Report { run() { return scoped.crossTenant(${unexplained})${all}; } }`, unexplained],
];

const fine: readonly (readonly [name: string, code: string])[] = [
  ['a declared escape', `export const f = () => scoped.crossTenant(${declared()})${all};`],
  ['a declaration in a const', `const declaration = ${declared()} as const; export const f = () => scoped.crossTenant(declaration)${all};`],
  ['a ticket that the caller names', `export const f = (ticket: string) => scoped.crossTenant(${declared('ticket', 'ticket')})${all};`],
  ['a warrant that the caller gives', `export const f = (warrant: { reason: string; ticket: string; actor: string }) => scoped.crossTenant({ ...warrant, tables: ['orders'] })${all};`],
  ['a reason with a value in it', `export const f = (day: string) => scoped.crossTenant(${declared('reason', '`revenue of ${day}`')})${all};`],
  ['a query of one tenant', `export const f = (tenant: TenantId) => scoped.forTenant(tenant)${all};`],
  ['a method of something else', "const other = { crossTenant: (o: { reason: string }) => o }; export const f = () => other.crossTenant({ reason: '' });"],
];

describe(rule, () => {
  it.each(undeclared)('reports %s', async (_, argument, missing) => {
    const reports = await lintWith(rule, `${imports}export const f = () => scoped.crossTenant(${argument})${all};`);
    expect(reports.map((r) => r.at)).toEqual([argument]);
    expect(reports[0]?.message).toContain(nobody);
    expect(reports[0]?.message).toContain(`is given no ${missing}`);
  });

  it.each(ways)('reports %s', async (_, code, at) => {
    expect((await lintWith(rule, imports + code)).map((r) => r.at)).toEqual([at]);
  });

  it.each(fine)('leaves %s alone', async (_, code) => {
    expect(await lintWith(rule, imports + code)).toEqual([]);
  });
});
