import { type Area, arrayOf, extensionOf, nameOf, ownSchemas } from './area.ts';

const enumDefinition = `'create type ' || format('%I.%I', n.nspname, t.typname) || ' as enum (' || (select coalesce(string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder), '') from pg_enum e where e.enumtypid = t.oid) || ')'`;

const domainDefinition = `'create domain ' || format('%I.%I', n.nspname, t.typname) || ' as ' || format_type(t.typbasetype, t.typtypmod)
  || coalesce(' default ' || t.typdefault, '') || case when t.typnotnull then ' not null' else '' end
  || coalesce((select string_agg(' constraint ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid), '' order by k.conname) from pg_constraint k where k.contypid = t.oid and k.contype = 'c'), '')`;

const compositeDefinition = `'create type ' || format('%I.%I', n.nspname, t.typname) || ' as (' ||
  (select coalesce(string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum), '') from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped) || ')'`;

const rangeDefinition = `(select 'create type ' || format('%I.%I', n.nspname, t.typname) || ' as range (subtype = ' || format_type(r.rngsubtype, null) || ')' from pg_range r where r.rngtypid = t.oid)`;

export const types: Area = {
  sql: `select ${arrayOf(
    `json_build_object('schema', n.nspname, 'name', t.typname, 'kind', case t.typtype when 'e' then 'enum' when 'd' then 'domain' when 'c' then 'composite' else 'range' end,
      'owner', pg_get_userbyid(t.typowner), 'extension', ${extensionOf('pg_type', 't.oid')},
      'definition', case t.typtype when 'e' then ${enumDefinition} when 'd' then ${domainDefinition} when 'c' then ${compositeDefinition} else ${rangeDefinition} end)`,
    `pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
      where (t.typtype in ('e', 'd', 'r') or (t.typtype = 'c' and c.relkind = 'c')) and ${ownSchemas('n')}`,
    't.oid',
  )} as value`,
};

/** The name of the column with a collation's locale has changed twice. */
export const collations: Area = {
  sql: `select ${arrayOf(
    `json_build_object('schema', n.nspname, 'name', c.collname, 'deterministic', c.collisdeterministic,
      'provider', case c.collprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end,
      'locale', coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale', c.collcollate))`,
    `pg_collation c join pg_namespace n on n.oid = c.collnamespace where ${ownSchemas('n')}`,
    'n.nspname, c.collname',
  )} as value`,
};

export const operators: Area = {
  sql: `select ${arrayOf(
    `json_build_object('schema', n.nspname, 'name', o.oprname, 'left', case when o.oprleft <> 0 then format_type(o.oprleft, null) end, 'right', format_type(o.oprright, null),
      'function', (select ${nameOf('pn.nspname', 'p.proname')} from pg_proc p join pg_namespace pn on pn.oid = p.pronamespace where p.oid = o.oprcode))`,
    `pg_operator o join pg_namespace n on n.oid = o.oprnamespace where o.oprcode <> 0 and ${ownSchemas('n')}`,
    'n.nspname, o.oprname, o.oid',
  )} as value`,
};
