import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

describe('writable-shared-table', () => {
  it.each([
    ['an UPDATE', 'grant update on countries to app_rw', ['error table countries: app_rw can update and hand over by UPDATE rows that every tenant sees']],
    ['an INSERT for everybody', 'grant insert on countries to public', ['error table countries: app_rw can insert rows that every tenant sees']],
    ['a policy that lets rows be deleted', 'alter table countries enable row level security; create policy p on countries using (true); grant delete on countries to app_rw', ['error table countries: app_rw can delete rows that every tenant sees']],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('writable-shared-table', `${healthy}; ${sql}`)).toEqual(findings);
  });

  it.each([
    ['a shared table that is only read', ''],
    ['a privilege that no policy lets be used', 'alter table countries enable row level security; create policy p on countries for select using (true); grant delete, insert on countries to app_rw'],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('writable-shared-table', `${healthy}; ${sql}`)).toEqual([]);
  });
});
