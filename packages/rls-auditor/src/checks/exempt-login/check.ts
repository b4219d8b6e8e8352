import type { Check } from '../check.ts';

export default {
  id: 'exempt-login',
  title: 'A role that can log in is exempt from row security',
  severity: 'info',
  threat: 'role',
  mechanisms: [88],
  run: ({ snapshot, actingRoles }) =>
    snapshot.roles
      .filter((r) => r.login && r.bypassRls && !r.superuser && !actingRoles.includes(r.name))
      .map((r) => ({ object: { kind: 'role', name: r.name }, message: `${r.name} reaches the rows of every tenant`, why: 'it has BYPASSRLS and can log in; loaders and backups need such a role, the application does not' })),
} satisfies Check;
