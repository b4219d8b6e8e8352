import { quoted } from '../../facts/database.ts';
import { actingWhere } from '../../facts/facts.ts';
import type { Check } from '../check.ts';

/** Since PostgreSQL 16 CREATEROLE gives power only over roles that one has ADMIN OPTION on. */
const limited = 160000;

export default {
  id: 'role-creator',
  title: 'The application can give itself roles',
  severity: 'error',
  threat: 'injection',
  mechanisms: [14],
  run: (facts) => [
    ...actingWhere(facts, (role) => facts.database.roles.find(role)?.createRole === true).map((role) => {
      const old = facts.snapshot.server.number < limited;
      return {
        severity: old ? ('error' as const) : ('warning' as const),
        object: { kind: 'role' as const, name: role },
        message: old ? `${role} can make itself a member of any role that is no superuser` : `${role} can make roles, and become them`,
        why: 'it has CREATEROLE',
        fix: `alter role ${quoted(role)} nocreaterole;`,
      };
    }),
    ...actingWhere(facts, (role) => (facts.database.roles.find(role)?.memberOf ?? []).some((m) => m.admin && !m.set)).flatMap((role) =>
      (facts.database.roles.find(role)?.memberOf ?? [])
        .filter((m) => m.admin && !m.set)
        .map((m) => ({ object: { kind: 'role' as const, name: role }, message: `${role} can make itself a full member of ${m.role}`, why: `it has ADMIN OPTION on ${m.role}`, fix: `revoke admin option for ${quoted(m.role)} from ${quoted(role)};` })),
    ),
  ],
} satisfies Check;
