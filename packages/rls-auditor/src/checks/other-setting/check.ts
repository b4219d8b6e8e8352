import { codeOf, settingsRead } from '../../facts/settings.ts';
import type { Check } from '../check.ts';

/** Settings of PostgreSQL itself have no dot in their names. */
const isCustom = (name: string): boolean => name.includes('.');

export default {
  id: 'other-setting',
  title: 'Policies, functions or views read a second setting',
  severity: 'info',
  threat: 'injection',
  mechanisms: [51],
  run: (facts) => {
    const { setting } = facts.tenancy.reading;
    const readers = new Map<string, string[]>();
    for (const code of codeOf(facts))
      for (const { name } of settingsRead(code.tree)) {
        if (name === setting || !isCustom(name)) continue;
        const known = readers.get(name) ?? [];
        readers.set(name, known.includes(code.label) ? known : [...known, code.label]);
      }
    return [...readers].map(([name, [first = '', ...more]]) => ({
      object: { kind: 'setting', name },
      message: 'whoever can run SQL can set it, and what it decides with it',
      why: `${first}${more.length > 0 ? ` and ${String(more.length)} more` : ''} read it; set_config needs no privilege`,
    }));
  },
} satisfies Check;
