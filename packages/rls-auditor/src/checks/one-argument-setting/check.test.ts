import { describe, expect, it } from 'vitest';
import { audit, found, healthy } from '../../../test/audit.ts';

const finding = ['warning setting app.current_tenant: a connection that was used before has the empty tenant, not an error'];

describe('one-argument-setting', () => {
  it.each([
    ['a function', "create or replace function app.current_tenant() returns uuid language sql stable as $$ select current_setting('app.current_tenant')::uuid $$", finding],
    ['a policy', "create policy p on docs as restrictive using (tenant_id = (select current_setting('app.current_tenant')::uuid))", finding],
    ['PL/pgSQL', "create or replace function app.current_tenant() returns uuid language plpgsql stable as $$ begin return current_setting('App.Current_Tenant')::uuid; end $$", finding],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('one-argument-setting', healthy + sql)).toEqual(findings);
  });

  it('counts the places', async () => {
    const policy = (name: string): string => `create policy ${name} on docs as restrictive using (tenant_id = current_setting('app.current_tenant')::uuid);`;
    const { findings } = await audit(`${healthy}${policy('a')}${policy('b')}${policy('c')}`);
    expect(findings.find((f) => f.rule === 'one-argument-setting')?.why).toMatch(/^the policy a of docs and 2 more places read it/);
  });

  it.each([
    ['a second argument', "create policy p on docs as restrictive using (tenant_id = nullif(current_setting('app.current_tenant', true), '')::uuid)"],
    ['other settings', "create policy p on docs as restrictive using (current_setting('server_version') <> 'x')"],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('one-argument-setting', healthy + sql)).toEqual([]);
  });
});
