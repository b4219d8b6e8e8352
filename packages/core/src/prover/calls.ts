import type { CallExpr } from '../query/expr/call.ts';
import { isPureBuiltin } from '../sql/builtins.ts';
import { refuse, type Session } from './session.ts';
import type { Expr } from '../query/expr/expr.ts';
import type { Level } from './level.ts';
import { resolve } from './resolve.ts';

/** Settings that decide whose rows a session sees. */
export const guardedSettings = new Set([
  'role',
  'session_authorization',
  'row_security',
  'search_path',
  'session_replication_role',
  'all',
]);

const fullName = (e: CallExpr): string => e.name.filter((part, i) => i > 0 || part !== 'pg_catalog').join('.');

/** Whether the result depends on the arguments alone: no table, file, session or other tenant's row is read. */
export const isPure = (session: Session, e: CallExpr): boolean => {
  const name = fullName(e);
  if (session.model.functions.has(name) || name === 'current_setting') return true;
  return isPureBuiltin(name) && !session.model.userFunctions.has(name) && !session.model.userFunctions.has(`public.${name}`);
};

const constantString = (e: Expr | undefined): string | undefined => {
  if (e?.kind === 'cast') return constantString(e.arg);
  return e?.kind === 'constant' && typeof e.value === 'string' ? e.value : undefined;
};

/** Refuses a change of the tenant setting that is not transaction-local and trusted, and any change of role. */
export const checkSetting = (
  session: Session,
  level: Level,
  change: { readonly name: string | undefined; readonly local: boolean | undefined; readonly value: Expr | undefined; readonly at: Expr['at'] },
): void => {
  const { name, local, value, at } = change;
  const isTenant = name === session.model.setting;
  if (name !== undefined && !isTenant && !guardedSettings.has(name)) return;
  const base = { table: undefined, at };
  if (!isTenant) {
    refuse(session, { ...base, verdict: 'unproven', rule: 'no-session-tenant-setting', message: `the statement changes ${name ?? 'a setting whose name is not known'}, which decides whose rows the session sees`, why: 'what later statements of the session may read is not known' });
    return;
  }
  const term = value ? resolve(session, level, value) : undefined;
  const [only] = term?.terms ?? [];
  if (!local)
    refuse(session, { ...base, verdict: 'unscoped', rule: 'no-session-tenant-setting', message: `the tenant setting ${name} outlives the transaction: the next user of the pooled connection reads this tenant's rows`, why: 'it is set without LOCAL (or with is_local = false)' });
  if (only?.trust === true && !term?.cause) return;
  if (only && only.trust !== true && only.trust === undefined && only.untrusted)
    refuse(session, { ...base, verdict: 'unscoped', rule: 'no-untrusted-tenant', message: `the tenant setting ${name} is set from a value that the session did not vouch for: the rows of whichever tenant it names are read`, why: only.origin ?? only.label });
  else
    refuse(session, { ...base, verdict: 'unproven', rule: 'unproven-value', message: `the tenant setting ${name} is set to a value that is not known to be the trusted tenant`, why: (only?.trust !== true ? only?.trust?.why : undefined) ?? term?.cause?.why ?? 'its value is not a trusted value' });
};

const checkSetConfig = (session: Session, level: Level, e: CallExpr): void => {
  const local = e.args[2];
  checkSetting(session, level, {
    name: constantString(e.args[0])?.toLowerCase(),
    local: local?.kind === 'constant' ? local.value === true || local.value === 'true' || local.value === 't' : undefined,
    value: e.args[1],
    at: e.at,
  });
};

/** Refuses functions whose result may depend on other tenants' rows. */
export const checkCall = (session: Session, level: Level, e: CallExpr): void => {
  if (fullName(e) === 'set_config') {
    checkSetConfig(session, level, e);
    return;
  }
  if (isPure(session, e)) return;
  refuse(session, {
    verdict: 'unproven',
    rule: 'unproven-function',
    message: `the function ${e.name.join('.')}() may read or write rows of other tenants`,
    why: 'its body is not known to be free of table access',
    at: e.at,
  });
};
