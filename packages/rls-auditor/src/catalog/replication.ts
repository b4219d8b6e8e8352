import { type Area, arrayOf, nameOf } from './area.ts';

/** Row filters and schemas came with PostgreSQL 15. */
export const publications = (server: number): Area => ({
  sql: `select ${arrayOf(
    `json_build_object('name', p.pubname, 'owner', pg_get_userbyid(p.pubowner), 'allTables', p.puballtables,
      'schemas', ${server >= 150000 ? arrayOf('n.nspname', 'pg_publication_namespace pn join pg_namespace n on n.oid = pn.pnnspid where pn.pnpubid = p.oid', 'n.nspname') : "'[]'::json"},
      'tables', ${arrayOf(
        `(${nameOf('n.nspname', 'c.relname')}::jsonb || jsonb_build_object('filter', ${server >= 150000 ? 'pg_get_expr(r.prqual, r.prrelid)' : 'null'}))`,
        'pg_publication_rel r join pg_class c on c.oid = r.prrelid join pg_namespace n on n.oid = c.relnamespace where r.prpubid = p.oid',
        'n.nspname, c.relname',
      )})`,
    'pg_publication p',
    'p.pubname',
  )} as value`,
});

export const slots: Area = {
  sql: `select ${arrayOf(`json_build_object('name', s.slot_name, 'logical', s.slot_type = 'logical', 'database', s.database)`, 'pg_replication_slots s', 's.slot_name')} as value`,
};
