import { type Area, arrayOf } from './area.ts';

/** Options of a membership are its own since PostgreSQL 16; before, INHERIT is the member's and SET is always there. */
export const roles: Area = {
  sql: `select ${arrayOf(
    `json_build_object('name', r.rolname, 'superuser', r.rolsuper, 'bypassRls', r.rolbypassrls, 'inherit', r.rolinherit, 'createRole', r.rolcreaterole,
      'createDatabase', r.rolcreatedb, 'login', r.rolcanlogin, 'replication', r.rolreplication,
      'memberOf', ${arrayOf(
        `json_build_object('role', g.rolname, 'admin', m.admin_option,
          'inherit', coalesce((to_jsonb(m) ->> 'inherit_option')::bool, r.rolinherit), 'set', coalesce((to_jsonb(m) ->> 'set_option')::bool, true))`,
        'pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid',
        'g.rolname, m.grantor',
      )})`,
    'pg_roles r',
    'r.rolname',
  )} as value`,
};
