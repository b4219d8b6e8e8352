import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

const view = (options = '', check = ''): string => `create view mine ${options} as select * from docs where tenant_id = app.current_tenant() ${check};`;

const finding = ['error view mine: app_rw can plant rows in other tenants, or hand its own over, through it'];

describe('writable-view', () => {
  it.each([
    ['INSERT', `${view()} grant insert on mine to app_rw`, finding],
    ['UPDATE of a column', `${view()} grant update (tenant_id) on mine to app_rw`, finding],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('writable-view', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['a view that is only read', `${view()} grant select, delete on mine to app_rw`],
    ['a CHECK OPTION', `${view('', 'with local check option')} grant insert on mine to app_rw`],
    ['a view of the caller', `${view('with (security_invoker)')} grant insert on mine to app_rw`],
    ['an owner who is held to the policies', `set local role app_owner; ${view()} grant insert on mine to app_rw`],
    ['a view of shared tables', 'create view codes as select * from countries; grant insert on codes to app_rw'],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('writable-view', healthy + sql)).toEqual([]);
  });
});
