import { codeOf, settingsRead } from '../../facts/settings.ts';
import type { Check } from '../check.ts';

export default {
  id: 'one-argument-setting',
  title: 'A missing tenant is expected to be an error, and is not',
  severity: 'warning',
  threat: 'bug',
  mechanisms: [44],
  run: (facts) => {
    const { setting } = facts.tenancy.reading;
    const [first, ...more] = codeOf(facts).filter((c) => settingsRead(c.tree).some((s) => s.name === setting && s.strict));
    if (!first) return [];
    return [{
      object: { kind: 'setting' as const, name: setting },
      message: 'a connection that was used before has the empty tenant, not an error',
      why: `${first.label}${more.length > 0 ? ` and ${String(more.length)} more places` : ''} read it without a second argument, which is an error only until the setting was set once on the connection: SET LOCAL leaves it empty`,
    }];
  },
} satisfies Check;
