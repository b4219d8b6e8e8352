import type { Area } from './area.ts';

/** Reading `pg_stats_ext` through `pg_has_role` is the repair of CVE-2024-4317, which a script has to bring into each old database. */
export const server: Area = {
  sql: `select json_build_object(
    'number', current_setting('server_version_num')::int, 'database', current_database(), 'user', current_user, 'isReplica', pg_is_in_recovery(),
    'guardsStatistics', (select pg_get_viewdef(c.oid) like '%pg_has_role%' from pg_class c where c.oid = to_regclass('pg_catalog.pg_stats_ext')),
    'largeObjects', json_build_object('exist', exists (select from pg_largeobject_metadata), 'unchecked', current_setting('lo_compat_privileges')::bool)) as value`,
};
