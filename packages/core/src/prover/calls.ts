import type { CallExpr } from '../query/expr/call.ts';
import { isPureBuiltin } from '../postgres/functions.ts';
import { refuse, type Session } from './session.ts';
import type { Expr } from '../query/expr/expr.ts';
import type { Level } from './level.ts';
import { functionName, resolve, stringOf } from './resolve.ts';
import type { Term } from './structure.ts';

/** Settings that decide whose rows a session sees. */
const authoritySettings = new Set(['role', 'session_authorization', 'row_security', 'session_replication_role', 'all']);

/** Whether the result depends on the arguments alone: no table, file, session or other tenant's row is read. */
export const isPure = (session: Session, e: CallExpr): boolean => {
  const name = functionName(e);
  if (session.model.functions.has(name)) return true;
  const own = session.model.userFunctions.get(name);
  return own === undefined ? name === 'current_setting' || isPureBuiltin(name) : own === 'pure';
};

/** A change of a session setting, by SET, RESET or set_config. */
export interface SettingChange {
  /** Undefined: computed at run time. */
  readonly name: string | undefined;
  readonly local: boolean | undefined;
  readonly value: Expr | undefined;
  readonly at: Expr['at'];
}

const refuseAuthority = (session: Session, { name, at }: SettingChange): void => {
  if (name !== undefined && authoritySettings.has(name))
    refuse(session, { verdict: 'unscoped', rule: 'no-session-tenant-setting', message: `the statement changes ${name}: later statements of the session may read the rows of every tenant`, why: `${name} decides which rows row-level security shows`, at });
  else
    refuse(session, { verdict: 'unproven', rule: 'unproven-statement', message: `what a change of ${name ?? 'a setting whose name is computed'} lets later statements read is not decided`, why: name === 'search_path' ? 'it changes which tables the names of later statements mean' : 'it may be the tenant setting or a role', at });
};

const checkTenantValue = (session: Session, level: Level, { name, value, at }: SettingChange): void => {
  const { terms, cause } = value ? resolve(session, level, value) : { terms: [] };
  const [term] = terms;
  if (term?.trust === true && !cause) return;
  if (term?.untrusted) {
    refuse(session, { verdict: 'unscoped', rule: 'no-untrusted-tenant', message: `the tenant setting ${name ?? ''} is set from a value that the session did not vouch for: the rows of whichever tenant it names are read`, why: term.origin ?? term.label, at });
    return;
  }
  const doubt = cause ?? (term && term.trust !== true ? term.trust : undefined);
  refuse(session, { verdict: 'unproven', rule: doubt?.rule ?? 'unproven-value', message: `the tenant setting ${name ?? ''} is set to a value that is not known to be the trusted tenant`, why: doubt?.why ?? 'its value is not a trusted value', at });
};

/** Refuses a change of the tenant setting that is not transaction-local and trusted, and any change of role. */
export const checkSetting = (session: Session, level: Level, change: SettingChange): void => {
  const { name, local, at } = change;
  if (name !== session.model.setting) {
    if (name === undefined || name === 'search_path' || name === 'transform_null_equals' || authoritySettings.has(name)) refuseAuthority(session, change);
    return;
  }
  if (!local)
    refuse(session, { verdict: 'unscoped', rule: 'no-session-tenant-setting', message: `the tenant setting ${name} outlives the transaction: the next user of the pooled connection reads this tenant's rows`, why: 'it is set without LOCAL (or with is_local = false)', at });
  checkTenantValue(session, level, change);
};

const checkSetConfig = (session: Session, level: Level, e: CallExpr): void => {
  const local = e.args[2];
  checkSetting(session, level, {
    name: stringOf(e.args[0])?.toLowerCase(),
    local: local?.kind === 'constant' ? local.value === true || local.value === 'true' || local.value === 't' : undefined,
    value: e.args[1],
    at: e.at,
  });
};

/** Refuses functions whose result may depend on other tenants' rows. */
export const checkCall = (session: Session, level: Level, e: CallExpr): void => {
  if (functionName(e) === 'set_config') {
    checkSetConfig(session, level, e);
    return;
  }
  if (isPure(session, e)) return;
  refuseCall(session, `the function ${e.name.join('.')}()`, e.at);
};

const refuseCall = (session: Session, what: string, at: Expr['at']): void => {
  refuse(session, {
    verdict: 'unproven',
    rule: 'unproven-function',
    message: `${what} may read or write rows of other tenants`,
    why: 'its body is not known to be free of table access',
    at,
  });
};

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** Refuses what calls a function of the schema without naming it: its operators and casts, and `(row).function`. */
export const checkHiddenCall = (session: Session, e: Expr): void => {
  const { userOperators, userCasts, userFunctions } = session.model;
  if (e.kind === 'operator' || e.kind === 'compare') {
    const [, field] = e.kind === 'operator' && e.op === 'field' ? e.args : [];
    const name = lastPart(e.op);
    if (userOperators.has(name)) refuseCall(session, `the function behind the operator ${name}`, e.at);
    if (field?.kind === 'constant' && userFunctions.get(String(field.value)) === 'unknown') refuseCall(session, `the function ${String(field.value)}()`, e.at);
  }
  if (e.kind === 'cast' && userCasts.has(e.type.name)) refuseCall(session, `a function behind the cast to ${e.type.name}, or an operator of that type,`, e.at);
};

/** Refuses a column whose comparisons and casts may call a function of the schema. */
export const checkColumnType = (session: Session, { source, label }: Term, at: Expr['at']): void => {
  const table = source?.binding.source.kind === 'table' ? source.binding.source.table : undefined;
  const calls = source && table?.columns?.get(source.column)?.calls;
  if (calls !== undefined) refuseCall(session, `the function ${calls}(), by which ${label} may be compared or cast,`, at);
};
