import { actingWhere } from '../../facts/facts.ts';
import { keyOf, quotedName } from '../../facts/database.ts';
import type { Check, Reported } from '../check.ts';

export default {
  id: 'setting-changed-by-function',
  title: 'A function runs as another tenant, or past row security',
  severity: 'error',
  threat: 'bug',
  mechanisms: [60],
  run: (facts) =>
    facts.snapshot.functions
      .filter((f) => f.extension === null)
      .flatMap((f): readonly Reported[] => {
        const [role] = actingWhere(facts, (r) => facts.database.may(r, 'execute', f, 'function'));
        if (role === undefined) return [];
        return f.settings.flatMap((setting): readonly Reported[] => {
          const name = setting.slice(0, setting.indexOf('=')).toLowerCase();
          if (![facts.tenancy.reading.setting, 'row_security', 'role', 'session_authorization'].includes(name)) return [];
          return [{ object: { kind: 'function', schema: f.schema, name: f.name }, message: `${role} can call it, and it runs with ${setting}`, why: `${keyOf(f)} has SET ${name} in its definition`, fix: `alter function ${quotedName(f)}(${f.arguments}) reset ${name};` }];
        });
      }),
} satisfies Check;
