import { quoted } from '../../facts/database.ts';
import type { Facts } from '../../facts/facts.ts';
import type { Check, Reported, Severity } from '../check.ts';
import type { StoredSettings } from '../../catalog/snapshot.ts';

const told = (facts: Facts, name: string, value: string): { readonly severity: Severity; readonly message: string } | undefined => {
  if (name === facts.tenancy.reading.setting) return { severity: 'error', message: `a session that names no tenant is one of ${value === '' ? 'the empty tenant' : `the tenant ${value}`}` };
  if (name === 'row_security' && /^(off|false|0|no)$/i.test(value)) return { severity: 'info', message: 'queries of tables with policies end in an error' };
  if (name === 'role' && value.toLowerCase() !== 'none') return { severity: 'warning', message: `sessions start as the role ${value}` };
  return undefined;
};

const whose = ({ role, database }: StoredSettings): { readonly text: string; readonly sql: string } => {
  const inDatabase = database === null ? '' : ` in database ${quoted(database)}`;
  if (role === null) return { text: `the database ${database ?? ''}`, sql: `alter database ${quoted(database ?? '')}` };
  return { text: `the role ${role}${inDatabase}`, sql: `alter role ${quoted(role)}${inDatabase}` };
};

export default {
  id: 'stored-setting',
  title: 'A setting that decides about tenants is stored',
  severity: 'error',
  threat: 'bug',
  mechanisms: [27, 89],
  run: (facts) =>
    facts.snapshot.settings
      .filter((s) => s.role === null || facts.actingRoles.includes(s.role))
      .flatMap((s) =>
        s.settings.flatMap((setting): readonly Reported[] => {
          const name = setting.slice(0, setting.indexOf('=')).toLowerCase();
          const found = told(facts, name, setting.slice(name.length + 1));
          if (!found) return [];
          const { text, sql } = whose(s);
          return [{ ...found, object: s.role === null ? { kind: 'database', name: s.database ?? '' } : { kind: 'role', name: s.role }, why: `${name} is stored for ${text}`, fix: `${sql} reset ${name};` }];
        }),
      ),
} satisfies Check;
