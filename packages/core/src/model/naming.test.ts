import { describe, expect, it } from 'vitest';
import { judge, modelOf } from '../../test/judge.ts';
import { snakeCase } from './naming.ts';

describe('camelCase names in code', () => {
  it.each([
    ['tenantId', 'tenant_id'],
    ['tenant_id', 'tenant_id'],
    ['orderURL', 'order_url'],
    ['already', 'already'],
    ['_private', '_private'],
  ])('%s is %s in the database', (code, database) => {
    expect(snakeCase(code)).toBe(database);
  });

  const model = modelOf('create table order_items (id int primary key, tenant_id uuid not null);', {
    tenant: { column: 'tenant_id' },
    naming: 'camelCase',
  });

  it.each([
    ['scoped', 'select "orderItems"."id" from "orderItems" where "orderItems"."tenantId" = $1'],
    ['scoped', 'select "oI"."id" from "orderItems" as "oI" where o_i.tenant_id = $1'],
    ['unscoped', 'select "orderItems"."id" from "orderItems" where "orderItems"."id" = $1'],
    ['scoped', 'insert into "orderItems" ("id", "tenantId") values (1, $1)'],
    ['unscoped', 'insert into "orderItems" ("id") values (1)'],
  ])('%s: %s', (verdict, sql) => {
    expect(judge(sql, {}, model).verdict).toBe(verdict);
  });
});
