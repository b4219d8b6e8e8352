import { actingWhere } from '../../facts/facts.ts';
import { quoted, quotedName } from '../../facts/database.ts';
import type { Check } from '../check.ts';

/** Extensions whose functions reach other servers, files or the pages of tables. */
const reaching: Readonly<Record<string, string>> = {
  dblink: 'runs SQL on any server, this one as another role included',
  postgres_fdw: 'opens connections to other servers',
  http: 'sends what it is given to any address',
  pg_net: 'sends what it is given to any address',
  pageinspect: 'reads the pages of any table',
  adminpack: 'writes files of the server',
  file_fdw: 'reads files of the server',
  pg_walinspect: 'reads the log of all changes',
};

export default {
  id: 'outside-function',
  title: 'The application can call functions that reach past the database',
  severity: 'error',
  threat: 'injection',
  mechanisms: [29],
  run: (facts) => {
    const untrusted = new Set(facts.snapshot.languages.filter((l) => !l.trusted).map((l) => l.name));
    return facts.snapshot.functions.flatMap((f) => {
      const ability = f.extension === null ? (untrusted.has(f.language) ? `is written in ${f.language}, which can do whatever the server can` : undefined) : reaching[f.extension];
      const [role] = ability === undefined || f.returnsTrigger ? [] : actingWhere(facts, (r) => facts.database.may(r, 'execute', f, 'function'));
      if (ability === undefined || role === undefined) return [];
      return [{ object: { kind: 'function' as const, schema: f.schema, name: f.name }, message: `${role} can call it, and it ${ability}`, why: f.acl === null ? 'everybody may execute a function until that is revoked' : 'the privilege EXECUTE is granted', fix: `revoke execute on function ${quotedName(f)}(${f.arguments}) from public, ${quoted(role)};` }];
    });
  },
} satisfies Check;
