import type { Database } from '../database/database.ts';
import { allowedValues } from './checks.ts';

/** A column that rows can be given values for. */
export interface CatalogColumn {
  readonly name: string;
  /** Base type by PostgreSQL's name: `int4`, `uuid`, `_text`; a domain's own base type. */
  readonly type: string;
  readonly notNull: boolean;
  /** Of `varchar(n)` and `char(n)`, in characters. */
  readonly length: number | null;
  /** The only values to try: the labels of an enum, or what the checks of the column let be. */
  readonly values: readonly string[] | null;
}

export interface Reference {
  readonly columns: readonly string[];
  /** Of the referred table, as `schema.name`. */
  readonly table: string;
  readonly referenced: readonly string[];
}

/** A table as the database itself describes it. */
export interface CatalogTable {
  readonly schema: string;
  readonly name: string;
  /** `schema.name`, unquoted. */
  readonly key: string;
  readonly columns: readonly CatalogColumn[];
  /** Unique keys, the primary key first. */
  readonly uniques: readonly (readonly string[])[];
  readonly references: readonly Reference[];
}

export interface Catalog {
  /** Referred tables come before those that refer to them, where there is no cycle. */
  readonly tables: readonly CatalogTable[];
  readonly materializedViews: readonly string[];
}

const tablesSql = `
select n.nspname as schema, c.relname as name, c.oid::int as oid,
  (select coalesce(json_agg(json_build_object(
      'name', a.attname, 'type', coalesce(b.typname, t.typname), 'notNull', a.attnotnull or t.typnotnull, 'length', case when t.typname in ('bpchar', 'varchar') and a.atttypmod > 4 then a.atttypmod - 4 end,
      'values', (select json_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = coalesce(nullif(t.typbasetype, 0), t.oid))) order by a.attnum), '[]')
    from pg_attribute a join pg_type t on t.oid = a.atttypid left join pg_type b on b.oid = nullif(t.typbasetype, 0)
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
  (select coalesce(json_agg((select json_agg(a.attname order by k.n) from unnest(i.indkey::int2[]) with ordinality k(num, n) join pg_attribute a on a.attrelid = c.oid and a.attnum = k.num) order by i.indisprimary desc, i.indexrelid), '[]')
    from pg_index i where i.indrelid = c.oid and i.indisunique) as uniques,
  (select coalesce(json_agg(json_build_object('table', fn.nspname || '.' || f.relname,
      'columns', (select json_agg(a.attname order by k.n) from unnest(o.conkey) with ordinality k(num, n) join pg_attribute a on a.attrelid = o.conrelid and a.attnum = k.num),
      'referenced', (select json_agg(a.attname order by k.n) from unnest(o.confkey) with ordinality k(num, n) join pg_attribute a on a.attrelid = o.confrelid and a.attnum = k.num))), '[]')
    from pg_constraint o join pg_class f on f.oid = o.confrelid join pg_namespace fn on fn.oid = f.relnamespace
    where o.conrelid = c.oid and o.contype = 'f' and o.conparentid = 0) as references
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema', 'tenantscope') and n.nspname not like 'pg\\_%'
order by c.oid`;

const viewsSql = `select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'm' order by c.oid`;

type RawTable = Omit<CatalogTable, 'key' | 'uniques'> & { readonly uniques: readonly (readonly string[] | null)[] };

/** Parents first; of a cycle, whichever comes first. */
const sorted = (tables: readonly CatalogTable[]): readonly CatalogTable[] => {
  const done = new Map<string, CatalogTable>();
  const visit = (t: CatalogTable, path: ReadonlySet<string>): void => {
    if (done.has(t.key) || path.has(t.key)) return;
    for (const r of t.references) {
      const parent = tables.find((p) => p.key === r.table);
      if (parent) visit(parent, new Set([...path, t.key]));
    }
    done.set(t.key, t);
  };
  for (const t of tables) visit(t, new Set());
  return [...done.values()];
};

/** What the database has to be filled with. */
export const readCatalog = async (database: Database): Promise<Catalog> => {
  const rows = (await database.query(tablesSql)) as unknown as readonly RawTable[];
  const allowed = await allowedValues(database);
  const tables = rows.map((t): CatalogTable => {
    const key = `${t.schema}.${t.name}`;
    const columns = t.columns.map((c) => ({ ...c, values: c.values ?? allowed.get(`${key}.${c.name}`) ?? null }));
    return { ...t, key, columns, uniques: t.uniques.filter((u) => u !== null) };
  });
  const views = await database.query(viewsSql);
  return { tables: sorted(tables), materializedViews: views.map((v) => String(v['name'])) };
};
