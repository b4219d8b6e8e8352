import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

const where = 'where tenant_id = app.current_tenant(); grant select on v to app_rw';

describe('unbarred-view', () => {
  it.each([
    ['a view of a superuser', `create view v as select title from docs ${where}`],
    ['a view over a table without row security', `alter table docs disable row level security; alter table docs owner to app_owner; revoke select on docs from app_rw; create view v as select title from docs ${where}; alter view v owner to app_owner`],
  ])('finds %s', async (_, sql) => {
    expect((await found('unbarred-view', healthy + sql)).map((f) => f.slice(0, f.indexOf(':')))).toEqual(['warning view v']);
  });

  it.each([
    ['a view with security_barrier', `create view v with (security_barrier) as select title from docs ${where}`],
    ['a view of the invoker', `create view v with (security_invoker) as select title from docs ${where}`],
    ['a view of an owner whom policies hold', `create view v as select title from docs ${where}; alter view v owner to app_owner`],
    ['a view that shows all rows, of which more is said', 'create view v as select title from docs; grant select on v to app_rw'],
    ['a view that nobody reads', 'create view v as select title from docs where tenant_id = app.current_tenant()'],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('unbarred-view', healthy + sql)).toEqual([]);
  });
});
