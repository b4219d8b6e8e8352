import { actingWhere } from '../../facts/facts.ts';
import { keyOf, quotedName } from '../../facts/database.ts';
import { functionsInPolicies } from '../../facts/settings.ts';
import type { Check } from '../check.ts';

export default {
  id: 'replaceable-function',
  title: 'The application can replace a function that policies call',
  severity: 'error',
  threat: 'injection',
  mechanisms: [58],
  run: (facts) =>
    functionsInPolicies(facts).flatMap((f) => {
      const [role] = actingWhere(facts, (r) => facts.database.roles.has(r).has(f.owner));
      if (role === undefined) return [];
      return [{
        object: { kind: 'function' as const, schema: f.schema, name: f.name },
        message: `${role} can make it say whatever it likes, and policies believe it`,
        why: role === f.owner ? `it owns ${keyOf(f)}` : `it inherits the rights of ${f.owner}, who owns ${keyOf(f)}`,
        fix: `alter function ${quotedName(f)}(${f.arguments}) owner to <a role that the application cannot become>;`,
      }];
    }),
} satisfies Check;
