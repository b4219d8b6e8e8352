import type { CreatePolicyStmt, CreateRoleStmt, GrantStmt, Node } from 'libpg-query';
import { as } from '../lower/context.ts';

const rowPrivileges = new Set(['select', 'insert', 'update', 'delete']);

/** The roles of a list that have names of their own: not PUBLIC, not CURRENT_USER. */
const named = (roles: readonly Node[] | undefined): readonly string[] =>
  (roles ?? []).flatMap((r) => {
    const spec = as(r, 'RoleSpec');
    return spec?.roletype === 'ROLESPEC_CSTRING' && spec.rolename !== undefined ? [spec.rolename] : [];
  });

/** The roles that a GRANT lets read or write rows. */
export const grantedRoles = (s: GrantStmt): readonly string[] => {
  if (s.is_grant !== true || s.objtype !== 'OBJECT_TABLE') return [];
  const privileges = s.privileges ?? [];
  const reaches = privileges.length === 0 || privileges.some((p) => rowPrivileges.has(as(p, 'AccessPriv')?.priv_name?.toLowerCase() ?? ''));
  return reaches ? named(s.grantees) : [];
};

export const policyRoles = (s: CreatePolicyStmt): readonly string[] => named(s.roles);

/** Whether a role is made that no policy holds for. */
export const isAboveRows = (s: CreateRoleStmt): boolean =>
  (s.options ?? []).some((o) => {
    const option = as(o, 'DefElem');
    return (option?.defname === 'superuser' || option?.defname === 'bypassrls') && as(option.arg, 'Boolean')?.boolval === true;
  });
