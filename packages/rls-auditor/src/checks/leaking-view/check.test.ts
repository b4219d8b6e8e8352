import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

const titles = (options: string): string => `create view titles ${options} as select tenant_id, title from docs; grant select on titles to app_rw;`;

describe('leaking-view', () => {
  it.each([
    ['a view of a superuser', titles(''), ['error view titles: app_rw reads rows of other tenants through it']],
    ['a view of an owner on whom row security is not forced', `set local role app_owner; ${titles('')} alter table docs no force row level security`, ['error view titles: app_rw reads rows of other tenants through it']],
    ['a view over a view of the caller, over one of the owner', `${titles('')} create view more with (security_invoker) as select * from titles; grant select on more to app_rw`, ['error view more: app_rw reads rows of other tenants through it', 'error view titles: app_rw reads rows of other tenants through it']],
    ['a count', 'create view counted as select count(*) from docs; grant select on counted to app_rw', ['error view counted: app_rw reads rows of other tenants through it']],
    ['a materialized view', 'create materialized view copies as select * from docs; grant select on copies to app_rw', ['error materialized view copies: app_rw reads rows of other tenants through it']],
    ['a view of an owner whom a policy favours', `create policy everything on docs to app_owner using (true); set local role app_owner; ${titles('')}`, ['error view titles: app_rw reads rows of other tenants through it']],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('leaking-view', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['a view of the caller', titles('with (security_invoker)')],
    ['a view of an owner who is held to the policies', `set local role app_owner; ${titles('')}`],
    ['a view that filters by itself', "create view mine as select * from docs where tenant_id = (select nullif(current_setting('app.current_tenant', true), '')::uuid); grant select on mine to app_rw"],
    ['a view of the caller within one of the owner', 'create view inner_titles with (security_invoker) as select title from docs; create view titles as select * from inner_titles; grant select on titles to app_rw'],
    ['a view that the application cannot read', 'create view titles as select * from docs'],
    ['a view of shared tables', 'create view codes as select code from countries; grant select on codes to app_rw'],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('leaking-view', healthy + sql)).toEqual([]);
  });
});
