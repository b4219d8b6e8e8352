import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlReader } from '@tenantscope/core';
import { auditSnapshot } from '../../audit.ts';
import { audit, configuration, found, healthy } from '../../../test/audit.ts';

beforeAll(() => loadSqlReader());

const floor = 'create policy floor on docs as restrictive to app_rw using (tenant_id = app.current_tenant())';

describe('removable-floor', () => {
  it('finds a floor that names the application alone', async () => {
    expect(await found('removable-floor', `${healthy}${floor}`)).toEqual(['warning table docs: app_rw can take away the restrictive policy floor with DROP OWNED BY CURRENT_USER']);
  });

  it.each([
    [150019, ['error']],
    [150020, []],
    [140024, ['warning']],
  ])('knows what version %i repairs', async (number, severities) => {
    const { snapshot } = (await audit(`${healthy}${floor}`)).facts;
    const { findings } = auditSnapshot({ ...snapshot, server: { ...snapshot.server, number } }, configuration);
    expect(findings.filter((f) => f.rule === 'removable-floor').map((f) => f.severity)).toEqual(severities);
  });

  it.each([
    ['a floor for everybody', floor.replace('app_rw', 'public')],
    ['a floor for two roles', floor.replace('app_rw', 'app_rw, app_owner')],
    ['a floor for another role', floor.replace('app_rw', 'app_owner')],
    ['a permissive policy', floor.replace('restrictive', 'permissive')],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('removable-floor', healthy + sql)).toEqual([]);
  });
});
