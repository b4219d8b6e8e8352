import { type Area, arrayOf } from './area.ts';

export const databases: Area = {
  sql: `select ${arrayOf(
    `json_build_object('name', d.datname, 'owner', pg_get_userbyid(d.datdba), 'acl', d.datacl::text[], 'allowsConnections', d.datallowconn, 'template', d.datistemplate)`,
    'pg_database d',
    'd.datname',
  )} as value`,
};

export const defaultPrivileges: Area = {
  sql: `select ${arrayOf(
    `json_build_object('owner', pg_get_userbyid(a.defaclrole), 'schema', n.nspname, 'acl', a.defaclacl::text[],
      'on', case a.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types' when 'n' then 'schemas' else 'large objects' end)`,
    'pg_default_acl a left join pg_namespace n on n.oid = a.defaclnamespace',
    'pg_get_userbyid(a.defaclrole), n.nspname, a.defaclobjtype',
  )} as value`,
};

/** Of this database and of all. */
export const settings: Area = {
  sql: `select ${arrayOf(
    `json_build_object('database', d.datname, 'role', r.rolname, 'settings', s.setconfig)`,
    `pg_db_role_setting s left join pg_database d on d.oid = s.setdatabase left join pg_roles r on r.oid = s.setrole where s.setdatabase = 0 or d.datname = current_database()`,
    'd.datname nulls first, r.rolname nulls first',
  )} as value`,
};
