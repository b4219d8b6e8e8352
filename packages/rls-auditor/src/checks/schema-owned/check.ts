import { quoted } from '../../facts/database.ts';
import { actingWhere, tenantTables } from '../../facts/facts.ts';
import type { Check } from '../check.ts';

export default {
  id: 'schema-owned',
  title: 'The application owns a schema with tables of tenants',
  severity: 'warning',
  threat: 'injection',
  mechanisms: [15],
  run: (facts) => {
    const homes = new Set(tenantTables(facts).map((t) => t.schema));
    return facts.snapshot.schemas
      .filter((s) => homes.has(s.name))
      .flatMap((s) => {
        const [role] = actingWhere(facts, (r) => facts.database.roles.has(r).has(s.owner));
        if (role === undefined) return [];
        return [{ object: { kind: 'schema' as const, name: s.name }, message: `${role} can drop the tables of others in it, and put its own in their place`, why: role === s.owner ? 'it owns the schema' : `it inherits the rights of ${s.owner}, who owns the schema`, fix: `alter schema ${quoted(s.name)} owner to <a role that the application cannot become>;` }];
      });
  },
} satisfies Check;
