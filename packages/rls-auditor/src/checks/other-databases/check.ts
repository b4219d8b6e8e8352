import { quoted } from '../../facts/database.ts';
import { actingWhere, rolesText } from '../../facts/facts.ts';
import type { Check } from '../check.ts';

/** Databases that servers and hosting services come with. */
const maintenance = new Set(['postgres', 'rdsadmin', 'cloudsqladmin', 'azure_maintenance', 'azure_sys', '_dodb', 'defaultdb']);

export default {
  id: 'other-databases',
  title: 'The application can connect to other databases of the server',
  severity: 'error',
  threat: 'injection',
  mechanisms: [25],
  run: (facts) =>
    facts.snapshot.databases
      .filter((d) => d.name !== facts.snapshot.server.database && d.allowsConnections && !d.template && !maintenance.has(d.name))
      .flatMap((d) => {
        const roles = actingWhere(facts, (role) => facts.database.roles.find(role)?.login === true && facts.database.may(role, 'connect', d, 'database'));
        if (roles.length === 0) return [];
        return [{
          object: { kind: 'database' as const, name: d.name },
          message: `${rolesText(roles)} can connect to it`,
          why: d.acl === null ? 'everybody may connect to a database until that is revoked' : 'the privilege CONNECT is granted',
          fix: `revoke connect on database ${quoted(d.name)} from public, ${roles.map(quoted).join(', ')};`,
        }];
      }),
} satisfies Check;
