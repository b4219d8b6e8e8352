import { describe, expect, it } from 'vitest';
import { audit, healthy } from './audit.ts';

describe('a healthy database', () => {
  it('has no finding, and every table and command is proved', async () => {
    const { facts, findings } = await audit(healthy);
    expect(findings).toEqual([]);
    const judged = facts.verdicts.filter((v) => v.verdict !== 'none');
    expect(judged.map((v) => `${v.role} ${v.command} ${v.relation.name} ${v.side}: ${v.verdict}`)).toMatchInlineSnapshot(`
      [
        "app_rw select tenants using: scoped",
        "app_rw select countries using: shared",
        "app_rw select docs using: scoped",
        "app_rw insert docs check: scoped",
        "app_rw update docs using: scoped",
        "app_rw update docs check: scoped",
        "app_rw delete docs using: scoped",
        "app_rw select lines using: scoped",
        "app_rw insert lines check: scoped",
        "app_rw update lines using: scoped",
        "app_rw update lines check: scoped",
        "app_rw delete lines using: scoped",
      ]
    `);
  });

  it.each([
    ['a parameter that is called like a column, by the name of the function', "create function app.owns(tenant_id uuid) returns bool language sql stable set search_path = '' as $$ select owns.tenant_id = app.current_tenant() $$", 'app.owns(tenant_id)', 'scoped'],
    ['a parameter that is not given', "create function app.owns(t uuid, anyway bool default false) returns bool language sql stable set search_path = '' as $$ select t = app.current_tenant() or anyway $$", 'app.owns(tenant_id)', 'scoped'],
    ['the same, given', "create function app.owns(t uuid, anyway bool default false) returns bool language sql stable set search_path = '' as $$ select t = app.current_tenant() or anyway $$", 'app.owns(tenant_id, true)', 'unscoped'],
    ['a default that lets all through', "create function app.owns(t uuid, anyway bool default true) returns bool language sql stable set search_path = '' as $$ select t = app.current_tenant() or anyway $$", 'app.owns(tenant_id)', 'unscoped'],
    ['the column of a table called like the function', "create function app.docs(tenant_id uuid) returns bool language sql stable set search_path = '' as $$ select exists (select 1 from public.docs where docs.tenant_id = app.current_tenant()) $$", 'app.docs(tenant_id)', 'not scoped'],
  ])('follows a helper with %s', async (_, helper, using, expected) => {
    const { facts } = await audit(`${healthy} ${helper}; drop policy lines_isolation on lines; create policy p on lines using (${using});`);
    const verdicts = facts.verdicts.filter((v) => v.relation.name === 'lines' && v.command === 'select').map((v) => v.verdict);
    if (expected === 'not scoped') expect(verdicts).not.toContain('scoped');
    else expect(verdicts).toEqual([expected]);
  });
});
