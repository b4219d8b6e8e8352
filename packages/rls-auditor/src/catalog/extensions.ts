import { type Area, arrayOf } from './area.ts';

export const extensions: Area = {
  sql: `select ${arrayOf(`json_build_object('name', e.extname, 'schema', n.nspname, 'version', e.extversion)`, 'pg_extension e join pg_namespace n on n.oid = e.extnamespace', 'e.extname')} as value`,
};

export const languages: Area = {
  sql: `select ${arrayOf(
    `json_build_object('name', l.lanname, 'trusted', l.lanpltrusted, 'owner', pg_get_userbyid(l.lanowner), 'acl', l.lanacl::text[])`,
    'pg_language l where l.lanispl',
    'l.lanname',
  )} as value`,
};

/** Whom a server has user mappings for is everybody's to see; their options, which hold passwords, are not asked for. */
export const foreignServers: Area = {
  sql: `select ${arrayOf(
    `json_build_object('name', s.srvname, 'wrapper', w.fdwname, 'owner', pg_get_userbyid(s.srvowner), 'acl', s.srvacl::text[],
      'mappedFor', ${arrayOf(`coalesce(nullif(m.usename, ''), 'public')`, 'pg_user_mappings m where m.srvid = s.oid', 'm.usename')})`,
    'pg_foreign_server s join pg_foreign_data_wrapper w on w.oid = s.srvfdw',
    's.srvname',
  )} as value`,
};
