import { type Area, arrayOf, extensionOf, ownSchemas } from './area.ts';

export const schemas: Area = {
  sql: `select ${arrayOf(
    `json_build_object('name', n.nspname, 'owner', pg_get_userbyid(n.nspowner), 'acl', n.nspacl::text[], 'extension', ${extensionOf('pg_namespace', 'n.oid')})`,
    `pg_namespace n where ${ownSchemas('n')}`,
    'n.nspname',
  )} as value`,
};
