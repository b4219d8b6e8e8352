import { quoted } from '../../facts/database.ts';
import { actingWhere } from '../../facts/facts.ts';
import type { Check, Severity } from '../check.ts';

/** What membership in a role of PostgreSQL's own gives, and how bad that is. */
const powers: Readonly<Record<string, readonly [Severity, string]>> = {
  pg_read_server_files: ['error', 'read the files of every database on the server'],
  pg_write_server_files: ['error', 'overwrite the files of every database on the server'],
  pg_execute_server_program: ['error', 'run programs on the server'],
  pg_read_all_stats: ['warning', 'read the statements of all sessions, with the values in them'],
  pg_monitor: ['warning', 'read the statements of all sessions, with the values in them'],
  pg_signal_backend: ['info', 'end the sessions of others'],
};

export default {
  id: 'predefined-role',
  title: 'The application is a member of a role that sees past tables',
  severity: 'error',
  threat: 'injection',
  mechanisms: [22],
  run: (facts) =>
    Object.entries(powers).flatMap(([power, [severity, ability]]) => {
      const [role] = actingWhere(facts, (r) => r !== power && (facts.database.roles.has(r).has(power) || facts.database.roles.becomes(r).has(power)));
      if (role === undefined) return [];
      return [{ severity, object: { kind: 'role' as const, name: role }, message: `${role} can ${ability}`, why: `it is a member of ${power}`, fix: `revoke ${power} from ${quoted(role)};` }];
    }),
} satisfies Check;
