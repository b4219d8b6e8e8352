import { quoted, quotedName } from '../../facts/database.ts';
import { tenantTables } from '../../facts/facts.ts';
import { type Check, relationSubject } from '../check.ts';

export default {
  id: 'unindexed-tenant',
  title: 'No index begins with the tenant column',
  severity: 'info',
  threat: 'bug',
  mechanisms: [95],
  run: ({ tenancy, ...facts }) =>
    tenantTables({ tenancy, ...facts })
      .filter((t) => t.kind !== 'foreign table')
      .flatMap((t) => {
        const column = tenancy.tenantColumn(t);
        if (column === undefined || t.indexes.some((i) => i.valid && !i.partial && i.columns[0] === column)) return [];
        return [{ object: relationSubject(t), message: 'every query of it reads the rows of all tenants to find those of one', why: `no index of it begins with ${column}, which its policies compare`, fix: `create index concurrently if not exists ${quoted(`${t.name}_${column}_tenant`)} on ${quotedName(t)} (${quoted(column)});` }];
      }),
} satisfies Check;
