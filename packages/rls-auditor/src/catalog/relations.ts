import { groupBy } from '../group.ts';
import { extensionOf, nameOf, ownSchemas, type Rows, rows } from './area.ts';
import type { Column, Constraint, Index, Name, Policy, Relation, Rule, Trigger } from './snapshot.ts';

/** What belongs to a relation, by the relation's oid. */
type Of<T> = T & { readonly of: number };

/** Columns go by their numbers; 0 stands for an expression. */
type Numbered<T, K extends keyof T> = Omit<T, K> & Readonly<Record<K, readonly number[] | null>>;

type Parts = 'columns' | 'constraints' | 'indexes' | 'policies' | 'triggers' | 'rules' | 'parents';

/** The relations of a catalog as it stores them: what belongs to a relation is a list of its own. */
export interface StoredRelations {
  readonly relations: Omit<Relation, Parts> & { readonly oid: number };
  readonly columns: Of<Column> & { readonly number: number };
  readonly constraints: Of<Numbered<Omit<Constraint, 'target'>, 'columns' | 'targetColumns'>> & { readonly target: number };
  readonly indexes: Of<Numbered<Index, 'columns'>>;
  readonly policies: Of<Policy>;
  readonly triggers: Of<Trigger>;
  readonly rules: Of<Rule>;
  readonly parents: Of<Name>;
}

/** Joins the relation that something belongs to, unless it is PostgreSQL's own. */
const ofOwn = (kinds: string, oid: string): string => `join pg_class c on c.oid = ${oid} and c.relkind in (${kinds}) join pg_namespace n on n.oid = c.relnamespace and ${ownSchemas('n')}`;

const action = (column: string): string => `case ${column} when 'c' then 'cascade' when 'n' then 'set null' when 'd' then 'set default' when 'r' then 'restrict' when 'a' then 'no action' end`;

const relations: Rows<StoredRelations['relations']> = rows(
  {
    oid: 'c.oid::int8',
    schema: 'n.nspname',
    name: 'c.relname',
    kind: `case c.relkind when 'r' then 'table' when 'p' then 'partitioned table' when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table' else 'sequence' end`,
    owner: 'pg_get_userbyid(c.relowner)',
    acl: 'to_json(c.relacl::text[])',
    extension: extensionOf('pg_class', 'c.oid'),
    rowSecurity: 'c.relrowsecurity',
    forceRowSecurity: 'c.relforcerowsecurity',
    temporary: `c.relpersistence = 't'`,
    options: `to_json(coalesce(c.reloptions, '{}'))`,
    partitionKey: `case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end`,
    partitionBound: 'pg_get_expr(c.relpartbound, c.oid)',
    query: `case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end`,
    server: `case when c.relkind = 'f' then (select s.srvname from pg_foreign_table ft join pg_foreign_server s on s.oid = ft.ftserver where ft.ftrelid = c.oid) end`,
    ownedBy: `case when c.relkind = 'S' then (select json_build_object('schema', tn.nspname, 'name', tc.relname, 'column', a.attname)
      from pg_depend d join pg_class tc on tc.oid = d.refobjid join pg_namespace tn on tn.oid = tc.relnamespace join pg_attribute a on a.attrelid = tc.oid and a.attnum = d.refobjsubid
      where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i') and d.refobjsubid > 0 limit 1) end`,
  },
  `pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and ${ownSchemas('n')}`,
  // As they were made: what a view reads comes before it.
  'c.oid',
);

const columns: Rows<StoredRelations['columns']> = rows(
  {
    of: 'a.attrelid::int8',
    number: 'a.attnum',
    name: 'a.attname',
    type: 'format_type(a.atttypid, a.atttypmod)',
    notNull: 'a.attnotnull',
    default: 'pg_get_expr(d.adbin, d.adrelid)',
    generated: `a.attgenerated <> ''`,
    identity: `case a.attidentity when 'a' then 'always' when 'd' then 'by default' end`,
    collation: `case when a.attcollation <> t.typcollation then (select ${nameOf('cn.nspname', 'co.collname')} from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = a.attcollation) end`,
    acl: 'to_json(a.attacl::text[])',
    local: 'a.attislocal',
  },
  `pg_attribute a ${ofOwn("'r', 'p', 'v', 'm', 'f'", 'a.attrelid')} join pg_type t on t.oid = a.atttypid left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum where a.attnum > 0 and not a.attisdropped`,
  'a.attrelid, a.attnum',
);

const constraints: Rows<StoredRelations['constraints']> = rows(
  {
    of: 'k.conrelid::int8',
    name: 'k.conname',
    kind: `case k.contype when 'p' then 'primary key' when 'u' then 'unique' when 'f' then 'foreign key' when 'c' then 'check' when 'x' then 'exclude' when 't' then 'trigger' else 'not null' end`,
    definition: 'pg_get_constraintdef(k.oid)',
    columns: 'to_json(k.conkey)',
    target: 'k.confrelid::int8',
    targetColumns: 'to_json(k.confkey)',
    onDelete: action('k.confdeltype'),
    onUpdate: action('k.confupdtype'),
    validated: 'k.convalidated',
    inherited: 'k.conparentid <> 0 or (not k.conislocal and k.coninhcount > 0)',
  },
  `pg_constraint k ${ofOwn("'r', 'p', 'f'", 'k.conrelid')} where k.contype <> 'n'`,
  'k.conname',
);

const indexes: Rows<StoredRelations['indexes']> = rows(
  {
    of: 'i.indrelid::int8',
    name: 'ic.relname',
    definition: 'case when k.oid is null then pg_get_indexdef(i.indexrelid) end',
    unique: 'i.indisunique',
    valid: 'i.indisvalid',
    columns: 'to_json((i.indkey::int2[])[0:i.indnkeyatts - 1])',
    partial: 'i.indpred is not null',
    constraint: 'k.oid is not null',
    inherited: 'exists (select from pg_inherits h where h.inhrelid = i.indexrelid)',
  },
  `pg_index i ${ofOwn("'r', 'p', 'm'", 'i.indrelid')} join pg_class ic on ic.oid = i.indexrelid left join pg_constraint k on k.conindid = i.indexrelid and k.conrelid = i.indrelid and k.contype in ('p', 'u', 'x')`,
  'ic.relname',
);

const policies: Rows<StoredRelations['policies']> = rows(
  {
    of: 'p.polrelid::int8',
    name: 'p.polname',
    command: `case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end`,
    permissive: 'p.polpermissive',
    using: 'pg_get_expr(p.polqual, p.polrelid)',
    check: 'pg_get_expr(p.polwithcheck, p.polrelid)',
    roles: `(select json_agg(case when o.role = 0 then 'public' else pg_get_userbyid(o.role) end) from unnest(p.polroles) o(role))`,
  },
  `pg_policy p ${ofOwn("'r', 'p'", 'p.polrelid')}`,
  'p.polname',
);

const triggers: Rows<StoredRelations['triggers']> = rows(
  {
    of: 'g.tgrelid::int8',
    name: 'g.tgname',
    definition: 'pg_get_triggerdef(g.oid)',
    enabled: `g.tgenabled <> 'D'`,
    inherited: 'g.tgparentid <> 0',
    function: `(select ${nameOf('gn.nspname', 'gp.proname')} from pg_proc gp join pg_namespace gn on gn.oid = gp.pronamespace where gp.oid = g.tgfoid)`,
  },
  `pg_trigger g ${ofOwn("'r', 'p', 'v', 'f'", 'g.tgrelid')} where not g.tgisinternal`,
  'g.tgname',
);

const rules: Rows<StoredRelations['rules']> = rows(
  { of: 'w.ev_class::int8', name: 'w.rulename', definition: 'pg_get_ruledef(w.oid)', enabled: `w.ev_enabled <> 'D'` },
  `pg_rewrite w ${ofOwn("'r', 'p', 'v', 'f'", 'w.ev_class')} where w.rulename <> '_RETURN'`,
  'w.rulename',
);

const parents: Rows<StoredRelations['parents']> = rows(
  { of: 'h.inhrelid::int8', schema: 'hn.nspname', name: 'hc.relname' },
  `pg_inherits h ${ofOwn("'r', 'p', 'f'", 'h.inhrelid')} join pg_class hc on hc.oid = h.inhparent join pg_namespace hn on hn.oid = hc.relnamespace`,
  'h.inhseqno',
);

export const relationParts: { readonly [K in keyof StoredRelations]: Rows<StoredRelations[K]> } = { relations, columns, constraints, indexes, policies, triggers, rules, parents };

type Lists = { readonly [K in keyof StoredRelations]: readonly StoredRelations[K][] };

/** Relations with all that belongs to them. */
export const assembleRelations = (lists: Lists): readonly Relation[] => {
  const byOid = new Map(lists.relations.map((r) => [r.oid, r]));
  const names = new Map(lists.columns.map((c) => [`${String(c.of)} ${String(c.number)}`, c.name]));
  const columnNames = (of: number, numbers: readonly number[] | null): readonly (string | null)[] => (numbers ?? []).map((n) => names.get(`${String(of)} ${String(n)}`) ?? null);
  /** Of a constraint, which has no expressions: at most a system column, which has no name of its own here. */
  const ownNames = (of: number, numbers: readonly number[] | null): readonly string[] => columnNames(of, numbers).filter((name) => name !== null);

  const parts = <T extends { readonly of: number }, U>(items: readonly T[], part: (item: Omit<T, 'of'>, of: number) => U): ((of: number) => readonly U[]) => {
    const grouped = groupBy(items, (item) => item.of);
    return (of) => (grouped.get(of) ?? []).map(({ of: _, ...item }) => part(item, of));
  };
  const columnsOf = parts(lists.columns, ({ number: _, ...c }): Column => c);
  const constraintsOf = parts(lists.constraints, (k, of): Constraint => {
    const target = byOid.get(k.target);
    return { ...k, columns: ownNames(of, k.columns), target: target ? { schema: target.schema, name: target.name } : null, targetColumns: ownNames(k.target, k.targetColumns) };
  });
  const indexesOf = parts(lists.indexes, (i, of): Index => ({ ...i, columns: columnNames(of, i.columns) }));
  const policiesOf = parts(lists.policies, (p): Policy => p);
  const triggersOf = parts(lists.triggers, (t): Trigger => t);
  const rulesOf = parts(lists.rules, (r): Rule => r);
  const parentsOf = parts(lists.parents, (p): Name => p);
  return lists.relations.map(({ oid, ...r }) => ({
    ...r,
    columns: columnsOf(oid),
    constraints: constraintsOf(oid),
    indexes: indexesOf(oid),
    policies: policiesOf(oid),
    triggers: triggersOf(oid),
    rules: rulesOf(oid),
    parents: parentsOf(oid),
  }));
};
