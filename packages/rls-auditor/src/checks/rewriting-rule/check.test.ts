import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

const log = 'create table log (tenant_id uuid, title text);';
const rule = 'create rule copies as on update to docs do also insert into log select tenant_id, title from docs;';

describe('rewriting-rule', () => {
  it.each([
    ['the rule of an owner on whom row security is not forced', `${log} alter table docs no force row level security; ${rule}`, ['error rule copies: what it does to tables is not held to policies, whoever writes docs']],
    ['the rule of a superuser', `${log} alter table docs owner to postgres; ${rule}`, ['error rule copies: what it does to tables is not held to policies, whoever writes docs']],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('rewriting-rule', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['the rule of an owner who is held to the policies', `${log} ${rule}`],
    ['a rule that does nothing', 'alter table docs no force row level security; create rule kept as on delete to docs do instead nothing'],
    ['a rule that is disabled', `${log} alter table docs no force row level security; ${rule} alter table docs disable rule copies`],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('rewriting-rule', healthy + sql)).toEqual([]);
  });
});
