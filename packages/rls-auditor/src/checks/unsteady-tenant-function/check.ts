import { functionsInPolicies, settingsRead } from '../../facts/settings.ts';
import { keyOf, quotedName } from '../../facts/database.ts';
import type { Check } from '../check.ts';

export default {
  id: 'unsteady-tenant-function',
  title: 'A function of policies promises too much or too little of its result',
  severity: 'error',
  threat: 'bug',
  mechanisms: [56, 57],
  run: (facts) =>
    functionsInPolicies(facts).flatMap((f) => {
      const code = facts.database.code(f);
      const reads = code ? settingsRead([code.result, ...(code.statements ?? [])]) : [];
      const [setting] = reads;
      if (!setting || f.volatility === 'stable') return [];
      const object = { kind: 'function' as const, schema: f.schema, name: f.name };
      const fix = `alter function ${quotedName(f)}(${f.arguments}) stable;`;
      if (f.volatility === 'immutable') return [{ object, message: `a plan that is kept goes on with the tenant for whom it was made`, why: `${keyOf(f)} is IMMUTABLE, so PostgreSQL may replace it by its value when it plans, but it reads ${setting.name}`, fix }];
      return [{ severity: 'warning' as const, object, message: 'it is called for every row, and no index on the tenant column can be used', why: `${keyOf(f)} is VOLATILE, which is the default, but it only reads ${setting.name}`, fix }];
    }),
} satisfies Check;
