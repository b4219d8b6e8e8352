import { type Area, arrayOf, extensionOf, nameOf, ownSchemas } from './area.ts';

/** The names of the columns that a list of numbers stands for, in its order; null stands for an expression. */
const columnNames = (numbers: string, table: string): string =>
  `(select coalesce(json_agg(a.attname order by u.at), '[]') from unnest(${numbers}) with ordinality u(num, at) left join pg_attribute a on a.attrelid = ${table} and a.attnum = u.num)`;

const columns = arrayOf(
  `json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'notNull', a.attnotnull,
    'default', pg_get_expr(d.adbin, d.adrelid), 'generated', a.attgenerated <> '', 'identity', case a.attidentity when 'a' then 'always' when 'd' then 'by default' end,
    'collation', case when a.attcollation <> t.typcollation then (select ${nameOf('cn.nspname', 'co.collname')} from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = a.attcollation) end,
    'acl', a.attacl::text[], 'local', a.attislocal)`,
  'pg_attribute a join pg_type t on t.oid = a.atttypid left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped',
  'a.attnum',
);

const action = (column: string): string => `case ${column} when 'c' then 'cascade' when 'n' then 'set null' when 'd' then 'set default' when 'r' then 'restrict' when 'a' then 'no action' end`;

const constraints = arrayOf(
  `json_build_object('name', k.conname,
    'kind', case k.contype when 'p' then 'primary key' when 'u' then 'unique' when 'f' then 'foreign key' when 'c' then 'check' when 'x' then 'exclude' when 't' then 'trigger' else 'not null' end,
    'definition', pg_get_constraintdef(k.oid), 'columns', ${columnNames('k.conkey', 'c.oid')},
    'target', (select ${nameOf('fn.nspname', 'f.relname')} from pg_class f join pg_namespace fn on fn.oid = f.relnamespace where f.oid = k.confrelid),
    'targetColumns', ${columnNames('k.confkey', 'k.confrelid')}, 'onDelete', ${action('k.confdeltype')}, 'onUpdate', ${action('k.confupdtype')},
    'validated', k.convalidated, 'inherited', k.conparentid <> 0 or (not k.conislocal and k.coninhcount > 0))`,
  `pg_constraint k where k.conrelid = c.oid and k.contype <> 'n'`,
  'k.conname',
);

const indexes = arrayOf(
  `json_build_object('name', ic.relname, 'definition', pg_get_indexdef(i.indexrelid), 'unique', i.indisunique, 'valid', i.indisvalid,
    'columns', ${columnNames('(i.indkey::int2[])[0:i.indnkeyatts - 1]', 'c.oid')}, 'partial', i.indpred is not null,
    'constraint', exists (select from pg_constraint k where k.conindid = i.indexrelid and k.conrelid = c.oid and k.contype in ('p', 'u', 'x')),
    'inherited', exists (select from pg_inherits h where h.inhrelid = i.indexrelid))`,
  'pg_index i join pg_class ic on ic.oid = i.indexrelid where i.indrelid = c.oid',
  'ic.relname',
);

const policies = arrayOf(
  `json_build_object('name', p.polname, 'command', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
    'permissive', p.polpermissive, 'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid),
    'roles', (select json_agg(case when o.role = 0 then 'public' else pg_get_userbyid(o.role) end) from unnest(p.polroles) o(role)))`,
  'pg_policy p where p.polrelid = c.oid',
  'p.polname',
);

const triggers = arrayOf(
  `json_build_object('name', g.tgname, 'definition', pg_get_triggerdef(g.oid), 'enabled', g.tgenabled <> 'D', 'inherited', g.tgparentid <> 0,
    'function', (select ${nameOf('gn.nspname', 'gp.proname')} from pg_proc gp join pg_namespace gn on gn.oid = gp.pronamespace where gp.oid = g.tgfoid))`,
  'pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal',
  'g.tgname',
);

const rules = arrayOf(
  `json_build_object('name', w.rulename, 'definition', pg_get_ruledef(w.oid), 'enabled', w.ev_enabled <> 'D')`,
  `pg_rewrite w where w.ev_class = c.oid and w.rulename <> '_RETURN'`,
  'w.rulename',
);

const parents = arrayOf(nameOf('hn.nspname', 'hc.relname'), 'pg_inherits h join pg_class hc on hc.oid = h.inhparent join pg_namespace hn on hn.oid = hc.relnamespace where h.inhrelid = c.oid', 'h.inhseqno');

const ownedBy = `(select json_build_object('schema', tn.nspname, 'name', tc.relname, 'column', a.attname)
  from pg_depend d join pg_class tc on tc.oid = d.refobjid join pg_namespace tn on tn.oid = tc.relnamespace join pg_attribute a on a.attrelid = tc.oid and a.attnum = d.refobjsubid
  where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i') and d.refobjsubid > 0 limit 1)`;

/** Columns of a kind of relation are looked up only where that kind can have them. */
const only = (kinds: string, value: string, otherwise: string): string => `case when c.relkind in (${kinds}) then ${value} else ${otherwise} end`;

export const relations: Area = {
  sql: `select ${arrayOf(
    `json_build_object('schema', n.nspname, 'name', c.relname,
      'kind', case c.relkind when 'r' then 'table' when 'p' then 'partitioned table' when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table' else 'sequence' end,
      'owner', pg_get_userbyid(c.relowner), 'acl', c.relacl::text[], 'extension', ${extensionOf('pg_class', 'c.oid')},
      'rowSecurity', c.relrowsecurity, 'forceRowSecurity', c.relforcerowsecurity, 'temporary', c.relpersistence = 't', 'options', coalesce(c.reloptions, '{}'),
      'columns', ${only("'r', 'p', 'v', 'm', 'f'", columns, "'[]'")},
      'constraints', ${only("'r', 'p', 'f'", constraints, "'[]'")}, 'indexes', ${only("'r', 'p', 'm'", indexes, "'[]'")}, 'policies', ${only("'r', 'p'", policies, "'[]'")},
      'triggers', ${only("'r', 'p', 'v', 'f'", triggers, "'[]'")}, 'rules', ${only("'r', 'p', 'v', 'f'", rules, "'[]'")}, 'parents', ${only("'r', 'p', 'f'", parents, "'[]'")},
      'partitionKey', ${only("'p'", 'pg_get_partkeydef(c.oid)', 'null')}, 'partitionBound', pg_get_expr(c.relpartbound, c.oid),
      'query', ${only("'v', 'm'", 'pg_get_viewdef(c.oid)', 'null')},
      'server', (select s.srvname from pg_foreign_table ft join pg_foreign_server s on s.oid = ft.ftserver where ft.ftrelid = c.oid),
      'ownedBy', ${only("'S'", ownedBy, 'null')})`,
    `pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and ${ownSchemas('n')}`,
    // As they were made: what a view reads comes before it.
    'c.oid',
  )} as value`,
};
