import { type Check, type Reported } from '../check.ts';

const powers = { superuser: 'is a superuser', bypassRls: 'has BYPASSRLS' } as const;

const fixes = { superuser: 'nosuperuser', bypassRls: 'nobypassrls' } as const;

export default {
  id: 'bypassing-role',
  title: 'A role of the application is exempt from row security',
  severity: 'error',
  threat: 'bug',
  mechanisms: [11, 12, 97],
  run: ({ database, runtimeRoles }) =>
    runtimeRoles.flatMap((name): readonly Reported[] => {
      const role = database.roles.find(name);
      const power = role?.superuser ? 'superuser' : role?.bypassRls ? 'bypassRls' : undefined;
      const object = { kind: 'role' as const, name };
      if (power) return [{ object, message: `${name} reaches the rows of every tenant in every table`, why: `it ${powers[power]}, so no policy applies to it`, fix: `alter role "${name.replaceAll('"', '""')}" ${fixes[power]};` }];
      return [...database.roles.becomes(name)].flatMap((other) => {
        const found = other === name ? undefined : database.roles.find(other);
        const its = found?.superuser ? 'superuser' : found?.bypassRls ? 'bypassRls' : undefined;
        return its ? [{ object, message: `${name} can become ${other} and then reach the rows of every tenant`, why: `it may SET ROLE ${other}, which ${powers[its]}`, fix: `revoke "${other.replaceAll('"', '""')}" from "${name.replaceAll('"', '""')}";` }] : [];
      });
    }),
} satisfies Check;
