import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

describe('other-setting', () => {
  it.each([
    ['a policy', "create policy p on docs as restrictive using (current_setting('app.open', true) = 'x')", ['info setting app.open: whoever can run SQL can set it, and what it decides with it']],
    ['a function', "create function app.who() returns text language sql stable as $$ select current_setting('App.User', true) $$", ['info setting app.user: whoever can run SQL can set it, and what it decides with it']],
    ['a view', "create view v with (security_invoker) as select title from docs where current_setting('app.all', true) = 'x'", ['info setting app.all: whoever can run SQL can set it, and what it decides with it']],
  ])('finds what %s reads', async (_, sql, findings) => {
    expect(await found('other-setting', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['settings of PostgreSQL', "create function app.v() returns text language sql stable as $$ select current_setting('server_version') $$"],
    ['the tenant', ''],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('other-setting', healthy + sql)).toEqual([]);
  });
});
