import { keyOf } from '../../facts/database.ts';
import { tenantTables } from '../../facts/facts.ts';
import type { Publication } from '../../catalog/snapshot.ts';
import type { Check } from '../check.ts';

const published = (p: Publication, schema: string, name: string): 'all' | 'unfiltered' | undefined => {
  if (p.allTables || p.schemas.includes(schema)) return 'all';
  const table = p.tables.find((t) => t.schema === schema && t.name === name);
  return table?.filter === null ? 'unfiltered' : undefined;
};

export default {
  id: 'unfiltered-publication',
  title: 'A publication sends the rows of every tenant',
  severity: 'warning',
  threat: 'role',
  mechanisms: [24],
  run: (facts) =>
    facts.snapshot.publications.flatMap((p) => {
      const open = tenantTables(facts).filter((t) => published(p, t.schema, t.name) !== undefined);
      const [first] = open;
      if (!first) return [];
      return [{
        object: { kind: 'publication' as const, name: p.name },
        message: `its subscribers receive the rows of every tenant in ${keyOf(first)}${open.length > 1 ? ` and ${String(open.length - 1)} more tables` : ''}`,
        why: p.allTables ? 'it publishes all tables' : 'the table has no row filter in it, and policies do not apply to what is replicated',
      }];
    }),
} satisfies Check;
