import { inFunction, testRule } from '../../../test/lint/cases.ts';

testRule(
  'no-session-tenant-setting',
  [
    ['set_config', inFunction("sql`select set_config('app.current_tenant', ${a.tenantId}, false)`.execute(db)"), "set_config('app.current_tenant', ${a.tenantId}, false)", /^the tenant setting app\.current_tenant outlives the transaction: the next user of the pooled connection reads this tenant's rows: it is set without LOCAL/],
    ['set_config whose setting is a parameter', inFunction("pool.query('select set_config($1, $2, false)', ['app.current_tenant', a.tenantId])"), 'set_config($1, $2, false)', /outlives the transaction/],
    ['SET', inFunction("pool.query(\"set app.current_tenant = 'x'\")"), "set app.current_tenant = 'x'", /outlives the transaction/],
    ['row security', inFunction("pool.query('set row_security = off')"), 'set row_security = off', /row_security decides which rows/],
    ['a role', inFunction("pool.query('set role admin')"), 'set role admin', /changes role/],
    ['DISCARD ALL', inFunction("pool.query('discard all')"), 'discard all', /later statements of the session/],
  ],
  [
    ['set_config for the transaction', inFunction("sql`select set_config('app.current_tenant', ${a.tenantId}, true)`.execute(db)")],
    ['SET LOCAL', inFunction("pool.query(\"set local app.current_tenant = 'x'\")")],
    ['another setting', inFunction("pool.query(\"set statement_timeout = '1s'\")")],
    ['a time zone', inFunction("pool.query(\"set time zone 'UTC'\")")],
  ],
);
