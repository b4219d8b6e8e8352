import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlReader, readExpression } from '../sql/read.ts';
import { readSchema } from '../sql/schema.ts';
import type { Configuration } from './configuration.ts';
import { emptySchema } from './schema.ts';
import { checkConfigurationAgainstSchema } from './validate-names.ts';

const ddl = `
create table tenants (id uuid primary key);
create table orders (id uuid primary key, tenant_id uuid not null, is_public boolean);
create table order_items (id uuid primary key, order_id uuid references orders (id));
create table countries (code text primary key);
create schema billing;
create table billing.invoices (id uuid primary key, tenant_id uuid);`;

beforeAll(loadSqlReader);

const errorsOf = (configuration: Configuration): readonly string[] => {
  const { schema } = readSchema([{ name: 'schema.sql', text: ddl }]);
  return checkConfigurationAgainstSchema(configuration, schema, readExpression).map((e) => `${e.path}: ${e.message}`);
};

describe('checkConfigurationAgainstSchema', () => {
  it('accepts what is there', () => {
    expect(
      errorsOf({
        tenant: { column: { default: 'tenant_id', overrides: { 'billing.invoices': 'tenant_id' } }, root: 'tenants.id' },
        tables: { shared: ['public.countries'], via: { order_items: 'orders(order_id)' }, public: { orders: 'is_public' } },
      }),
    ).toEqual([]);
  });

  it.each<[string, Configuration, readonly string[]]>([
    ['a shared table', { tables: { shared: ['country'] } }, ['tables.shared[0]: there is no table "country"; did you mean "countries"?']],
    ['a table unlike any', { tables: { shared: ['zzzzzzzz'] } }, ['tables.shared[0]: there is no table "zzzzzzzz"']],
    ['a schema left out', { tables: { shared: ['invoices'] } }, ['tables.shared[0]: there is no table "invoices"; did you mean "billing.invoices"?']],
    ['the parent of via', { tables: { via: { order_items: 'order(order_id)' } } }, ['tables.via.order_items: there is no table "order"; did you mean "orders"?']],
    ['the column of via', { tables: { via: { order_items: 'orders(orderid)' } } }, ['tables.via.order_items: table "order_items" has no column "orderid"; did you mean "order_id"?']],
    ['a column of a public predicate', { tables: { public: { orders: 'public' } } }, ['tables.public.orders: table "orders" has no column "public"; did you mean "is_public"?']],
    ['a predicate that is not SQL', { tables: { public: { orders: 'is public' } } }, [
      'tables.public.orders: PostgreSQL cannot read "is public": syntax error at or near "public"',
    ]],
    ['the root', { tenant: { root: 'tenant.id' } }, ['tenant.root: there is no table "tenant"; did you mean "tenants"?']],
    ["the root's column", { tenant: { root: 'tenants.uid' } }, ['tenant.root: table "tenants" has no column "uid"; did you mean "id"?']],
    ['the tenant column', { tenant: { column: 'tenantid' } }, ['tenant.column: no table has a column "tenantid"; did you mean "tenant_id"?']],
    ['an overridden column', { tenant: { column: { default: 'tenant_id', overrides: { orders: 'org' } } } }, ['tenant.column.overrides.orders: table "orders" has no column "org"']],
    ['two kinds of ownership', { tables: { shared: ['order_items'], via: { order_items: 'orders(order_id)' } } }, [
      'tables.via.order_items: "order_items" is also declared shared; a table is owned in one way',
    ]],
    ['a shared root', { tenant: { root: 'tenants.id' }, tables: { shared: ['tenants'] } }, ['tables.shared: "tenants" is the tenant root; its rows belong to their tenants']],
  ])('refuses %s that is not there or contradicts', (_, configuration, expected) => {
    expect(errorsOf(configuration)).toEqual(expected);
  });

  it('compares nothing with a schema that has no tables', () => {
    expect(checkConfigurationAgainstSchema({ tables: { shared: ['anything'] } }, emptySchema, readExpression)).toEqual([]);
  });
});
