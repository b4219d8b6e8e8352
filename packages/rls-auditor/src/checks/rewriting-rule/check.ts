import { readSql } from '@tenantscope/core';
import { exemptionOf } from '../../facts/seen.ts';
import { keyOf, quoted, quotedName } from '../../facts/database.ts';
import { reachedBy, tenantTables } from '../../facts/facts.ts';
import type { Check } from '../check.ts';

/** `INSTEAD NOTHING` and what only refuses do nothing with rights. */
const doesNothing = (definition: string): boolean => /\bDO (INSTEAD|ALSO)? ?NOTHING;?\s*$/i.test(definition);

export default {
  id: 'rewriting-rule',
  title: 'A rule runs with the rights of the owner of its table',
  severity: 'error',
  threat: 'bug',
  mechanisms: [76],
  run: (facts) => {
    const guarded = tenantTables(facts).filter((t) => t.rowSecurity);
    return facts.snapshot.relations
      .filter((r) => r.extension === null && reachedBy(facts, r).length > 0)
      .flatMap((r) =>
        r.rules
          .filter((rule) => rule.enabled && !doesNothing(rule.definition) && readSql(rule.definition).statements.length > 0)
          .flatMap((rule) => {
            const exempt = guarded.find((t) => exemptionOf(facts.database, r.owner, t) !== undefined);
            if (!exempt) return [];
            return [{ object: { kind: 'rule' as const, schema: r.schema, name: rule.name }, message: `what it does to tables is not held to policies, whoever writes ${r.name}`, why: `a rule of ${keyOf(r)} runs with the rights of ${r.owner}, who is exempt from row security on ${keyOf(exempt)}`, fix: `drop rule if exists ${quoted(rule.name)} on ${quotedName(r)};` }];
          }),
      );
  },
} satisfies Check;
