import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

const finding = ['error function current_tenant: app_rw can make it say whatever it likes, and policies believe it'];

describe('replaceable-function', () => {
  it.each([
    ['the owner', 'alter function app.current_tenant() owner to app_rw', finding],
    ['a role that inherits from the owner', 'create role boss; grant boss to app_rw; alter function app.current_tenant() owner to boss', finding],
    ['a function that another calls', "create function app.raw() returns text language sql stable as $$ select current_setting('app.current_tenant', true) $$; alter function app.raw() owner to app_rw; create or replace function app.current_tenant() returns uuid language sql stable as $$ select nullif(app.raw(), '')::uuid $$", ['error function raw: app_rw can make it say whatever it likes, and policies believe it']],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('replaceable-function', healthy + sql)).toEqual(expect.arrayContaining(findings));
  });

  it.each([
    ['an owner that the application is not', ''],
    ['a function that no policy calls', "create function app.hi() returns text language sql as $$ select 'hi' $$; alter function app.hi() owner to app_rw"],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('replaceable-function', healthy + sql)).toEqual([]);
  });
});
