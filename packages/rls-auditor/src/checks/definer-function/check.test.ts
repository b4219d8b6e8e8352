import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

const make = (body: string, how = "language sql security definer set search_path = ''", args = ''): string => `create function app.f(${args}) returns setof text ${how} as $$ ${body} $$;`;

const plpgsql = "language plpgsql security definer set search_path = ''";

const leak = ['error function f: app_rw reaches rows of other tenants through it'];

describe('definer-function', () => {
  it.each([
    ['a read of every tenant', make('select title from public.docs'), leak],
    ['a read in PL/pgSQL', make('begin return query select title from public.docs; end', plpgsql), leak],
    ['a write', make("begin update public.docs set title = 'x'; return; end", plpgsql), leak],
    ['a loop', make('declare t text; begin for t in select title from public.docs loop return next t; end loop; end', plpgsql), leak],
    ['a table that is named without its schema', make('select title from docs', 'language sql security definer'), leak],
    ['a tenant as argument', make('select title from public.docs where tenant_id = tenant', undefined, 'tenant uuid'), ['warning function f: app_rw chooses by an argument whose rows it reaches']],
    ['a row by its key', make('select title from public.docs where id = doc', undefined, 'doc uuid'), leak],
    ['SQL that is made at run time', make("begin return query execute 'select title from public.docs'; end", plpgsql), ['error function f: what app_rw reaches through it is not decided']],
    ['an owner on whom row security is not forced', `alter table docs no force row level security; set local role app_owner; ${make('select title from public.docs')}`, leak],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('definer-function', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['a function that filters by the session', make('select title from public.docs where tenant_id = app.current_tenant()')],
    ['a function whose owner is held to the policies', `set local role app_owner; ${make('select title from public.docs')}`],
    ['a write of an owner who is held to the policies', `set local role app_owner; ${make("begin update public.docs set title = 'x'; return; end", plpgsql)}`],
    ['a function of the caller', make('select title from public.docs', 'language sql')],
    ['a function that the application cannot call', `${make('select title from public.docs')} revoke execute on function app.f() from public`],
    ['a function without tables of tenants', make('select code::text from public.countries')],
    ['a trigger', `create function app.f() returns trigger ${plpgsql} as $$ begin delete from public.lines; return new; end $$`],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('definer-function', healthy + sql)).toEqual([]);
  });
});
