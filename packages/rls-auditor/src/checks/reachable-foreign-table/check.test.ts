import { describe, expect, it } from 'vitest';
import { configuration, found, healthy } from '../../../test/audit.ts';

const table = 'create foreign data wrapper w; create server s foreign data wrapper w; create foreign table far (id uuid, tenant_id uuid) server s;';

describe('reachable-foreign-table', () => {
  it('finds one that the application may read', async () => {
    expect(await found('reachable-foreign-table', `${healthy}${table} grant select on far to app_rw`)).toEqual(['error foreign table far: app_rw reaches whatever the mapped user of s reaches']);
  });

  it.each([
    ['one that only others may read', `${table} grant select on far to app_owner`, configuration],
    ['a shared one', `${table} grant select on far to app_rw`, { ...configuration, tables: { shared: ['countries', 'far'] } }],
    ['a view over it that filters', `${table} create view near as select * from far where tenant_id = app.current_tenant(); grant select on near to app_rw`, configuration],
  ])('leaves %s alone', async (_, sql, given) => {
    expect(await found('reachable-foreign-table', healthy + sql, given)).toEqual([]);
  });
});
