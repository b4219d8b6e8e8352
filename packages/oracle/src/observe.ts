import type { TenantModel } from '@tenantscope/core';
import type { Database } from './database/database.ts';
import { preludeFor } from './prelude.ts';
import { printExpression } from './print/index.ts';
import { replaceParameters, type Trial } from './trial.ts';
import { type Catalog, readCatalog } from './world/catalog.ts';
import { type OwnedTable, ownedTables } from './world/ownership.ts';
import { randomFrom } from './world/random.ts';
import { type Tenants, tenantsOf } from './world/tenants.ts';
import { literal, loadSql, type Row, rowInserts, tableName, type World, type WorldPair } from './world/world.ts';

/** What a statement did in one world. Rows are texts, sorted: their order means nothing unless the statement says so. */
export type Observation =
  | {
      readonly status: 'ok';
      readonly result: string;
      readonly own: string;
      readonly others: string;
      readonly othersBefore: string;
      /** Rows of strangers that the tenant's rows refer to, a line for each reference. */
      readonly referred: string;
      readonly referredBefore: string;
      /** How many rows it returned, or wrote. */
      readonly rows: number;
    }
  | { readonly status: 'error'; readonly code: string; readonly message: string };

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** SQL for the tenant that owns a row of a table; NULL for rows of nobody and of everybody. */
const ownerOf = (o: OwnedTable, tables: readonly OwnedTable[], alias: string, depth = 0): string => {
  const column = o.table.columns[o.column];
  if (o.kind === 'tenant' && column) return `${alias}.${quoted(column.name)}::text`;
  const parent = tables.find((t) => t.table.key === o.parent);
  const [reference] = o.references;
  if (o.kind !== 'via' || !parent || !reference || depth > 20) return 'null::text';
  const inner = `p${depth}`;
  return `(select ${ownerOf(parent, tables, inner, depth + 1)} from ${tableName(parent.table)} ${inner} where ${inner}.${quoted(reference.referenced[0] ?? '')} = ${alias}.${quoted(reference.columns[0] ?? '')} limit 1)`;
};

/** A name that no column has, so that it means the whole row. */
const whole = '"tenantscope row"';

/** Every row as text. A row that was written anew, though with the same values, has another place. */
const rowsOf = (tables: readonly OwnedTable[], who: (owner: string) => string, place: boolean): string =>
  tables
    .map((o) => `select ${literal(`${o.table.key} `)} ${place ? `|| ${whole}.tableoid || ${whole}.ctid ` : ''}|| ${whole}::text as line from ${tableName(o.table)} ${whole} where ${who(ownerOf(o, tables, whole))}`)
    .join(' union all ');

const textOf = (alias: string, columns: readonly string[]): string => `row(${columns.map((c) => `${alias}.${quoted(c)}`).join(', ')})::text`;

/** The rows of strangers that rows of the tenant refer to. */
const referredOf = (tables: readonly OwnedTable[], own: string): string =>
  tables
    .flatMap((o) =>
      o.references.flatMap((r): readonly string[] => {
        const target = tables.find((t) => t.table.key === r.table);
        if (!target || r.columns.length !== r.referenced.length) return [];
        const met = r.columns.map((c, i) => `a.${quoted(c)} = b.${quoted(r.referenced[i] ?? '')}`).join(' and ');
        return [
          `select ${literal(`${o.table.key} ${r.columns.join()} `)} || ${textOf('b', r.referenced)} as line from ${tableName(o.table)} a join ${tableName(target.table)} b on ${met} where ${ownerOf(o, tables, 'a')} = ${own} and ${ownerOf(target, tables, 'b')} <> ${own}`,
        ];
      }),
    )
    .join(' union all ');

const linesOf = (rows: string): string => `(select coalesce(string_agg(line, E'\\n' order by line), '') from (${rows === '' ? 'select null as line' : rows}) s)`;

/** In process nothing can stop a statement that multiplies its rows, but whoever counts them. */
const mostRows = 3000;

const functions = (tables: readonly OwnedTable[], own: string, setting: string): string => `
create schema tenantscope;
create function tenantscope.own() returns text language plpgsql as $f$ begin
  return ${linesOf(rowsOf(tables, (o) => `${o} = ${own}`, false))}; end $f$;
create function tenantscope.others() returns text language plpgsql as $f$ begin
  return ${linesOf(rowsOf(tables, (o) => `${o} is distinct from ${own}`, true))}; end $f$;
create function tenantscope.referred() returns text language plpgsql as $f$ begin
  return ${linesOf(referredOf(tables, own))}; end $f$;
create function tenantscope.accepted(statements text[]) returns bool[] language plpgsql as $f$
declare seen bool[] := '{}';
begin
  for i in 1 .. coalesce(array_length(statements, 1), 0) loop
    begin
      execute statements[i]; seen := seen || true;
    exception when others then seen := seen || false; end;
  end loop;
  return seen;
end $f$;
create function tenantscope.observe(statements text[], writing bool[], returning_rows bool[], roles text[], settings text[])
  returns table (code text, message text, result text, own text, others text, before text, referred text, referred_before text, seen int) language plpgsql as $f$
declare r record; lines text[];
begin
  for i in 1 .. coalesce(array_length(statements, 1), 0) loop
    code := null; message := null; result := null; own := ''; others := ''; before := ''; referred := ''; referred_before := ''; lines := '{}'; seen := 0;
    begin
      if writing[i] then before := tenantscope.others(); referred_before := tenantscope.referred(); end if;
      if settings[i] is not null then perform set_config(${literal(setting)}, settings[i], true); end if;
      if roles[i] is not null then execute format('set local role %I', roles[i]); end if;
      if returning_rows[i] then for r in execute statements[i] loop
        lines := lines || r::text; seen := seen + 1;
        if seen > ${mostRows} then raise exception using errcode = 'TS001', message = 'it returns more than ${mostRows} rows'; end if;
      end loop;
      else execute statements[i]; get diagnostics seen = row_count; end if;
      if roles[i] is not null then set local role none; end if;
      result := (select coalesce(string_agg(line, E'\\n' order by line), '') from unnest(lines) line);
      if writing[i] then own := tenantscope.own(); others := tenantscope.others(); referred := tenantscope.referred(); end if;
      raise exception using errcode = 'TS000';
    exception when sqlstate 'TS000' then null;
    when others then code := sqlstate; message := sqlerrm; end;
    return next;
  end loop;
end $f$;`;

interface Outcome {
  readonly code: string | null;
  readonly message: string;
  readonly result: string;
  readonly own: string;
  readonly others: string;
  readonly before: string;
  readonly referred: string;
  readonly referred_before: string;
  readonly seen: number;
}

const observationOf = ({ code, message, result, own, others, before, referred, referred_before: referredBefore, seen }: Outcome): Observation =>
  code === null ? { status: 'ok', result, own, others, othersBefore: before, referred, referredBefore, rows: seen } : { status: 'error', code, message };

/** Statements of the schema that the database refused. */
export interface SchemaFailure {
  readonly sql: string;
  readonly message: string;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export interface ObserverOptions {
  /** The statements that make the schema, in order. */
  readonly schema: readonly string[];
  readonly model: TenantModel;
  /** Leave the setting that carries the tenant as a new session has it. */
  readonly withoutTenant?: boolean;
}

/** A recursion that never ends fills the disk, which ends it. */
const mostOnDisk = "set temp_file_limit = '32MB'";

const shuffled = <T>(items: readonly T[], seed: number): readonly T[] => {
  const random = randomFrom(seed);
  return items.map((item) => ({ item, key: random.below(1 << 30) })).sort((a, b) => a.key - b.key).map((x) => x.item);
};

const loadsBetweenVacuums = 50;

/** A database with a schema, in which statements are run and undone. */
export class Observer {
  readonly #database: Database;
  #loads = 0;
  readonly catalog: Catalog;
  readonly tables: readonly OwnedTable[];
  readonly tenants: (type: string) => Tenants;
  readonly failures: readonly SchemaFailure[];
  readonly #setUp: string;

  private constructor(database: Database, catalog: Catalog, tables: readonly OwnedTable[], failures: readonly SchemaFailure[], setUp = '') {
    this.#database = database;
    this.#setUp = setUp;
    this.catalog = catalog;
    this.tables = tables;
    this.tenants = tenantsOf;
    this.failures = failures;
  }

  /** The type of most tenant columns: what a trusted parameter holds. */
  get tenantType(): string {
    const types = this.tables.flatMap((o) => (o.kind === 'tenant' ? [o.table.columns[o.column]?.type ?? 'text'] : []));
    return types.sort((a, b) => types.filter((t) => t === b).length - types.filter((t) => t === a).length)[0] ?? 'text';
  }

  /** Makes the schema in an empty database. */
  static async open(database: Database, { schema, model, withoutTenant = false }: ObserverOptions): Promise<Observer> {
    const failures: SchemaFailure[] = [];
    for (const sql of [...preludeFor(model), ...schema]) {
      try {
        await database.exec(sql);
      } catch (error) {
        const message = messageOf(error);
        if (!/^schema .* already exists$/.test(message)) failures.push({ sql, message });
      }
    }
    const catalog = await readCatalog(database);
    const tables = ownedTables(catalog, model);
    const observer = new Observer(database, catalog, tables, failures);
    const own = literal(tenantsOf(observer.tenantType).own);
    await database.exec(`${functions(tables, own, model.setting)} ${mostOnDisk};`);
    if (!withoutTenant) await database.exec(`select set_config(${literal(model.setting)}, ${own}, false);`);
    return observer;
  }

  /** The same database, in which some SQL is run before each trial, and undone after it. */
  after(sql: string): Observer {
    return new Observer(this.#database, this.catalog, this.tables, this.failures, sql);
  }

  /** Runs each trial in the world, each from the same state. `order`: the order in which the rows were written, which means nothing. */
  async observe(trials: readonly Trial[], world: World, order = 0): Promise<readonly Observation[]> {
    const written = order === 0 ? world : new Map([...world].map(([key, rows]) => [key, shuffled(rows, order)]));
    await this.#database.exec('begin');
    try {
      await this.#database.exec(`${loadSql(this.catalog, written)}${this.#setUp}`);
      const rows = await this.#database.query('select * from tenantscope.observe($1::text[], $2::bool[], $3::bool[], $4::text[], $5::text[])', [
        trials.map((t) => t.sql),
        trials.map((t) => t.writes),
        trials.map((t) => t.returns),
        trials.map((t) => t.role ?? null),
        trials.map((t) => t.setting ?? null),
      ]);
      return (rows as unknown as readonly Outcome[]).map(observationOf);
    } finally {
      await this.#database.exec('rollback');
      await this.#tidy();
    }
  }

  /**
   * What was rolled back stays on disk, where every later scan meets it, and so does the log of it, which in process is kept
   * in memory; nobody else tidies up in a database of our own.
   */
  async #tidy(): Promise<void> {
    this.#loads += 1;
    if (this.#loads % loadsBetweenVacuums !== 0) return;
    await this.#database.exec('vacuum');
    await this.#database.exec('checkpoint');
  }

  /** The types that PostgreSQL gives to `$1`, `$2` …, by their own names (`int4`, `_uuid`); none where it refuses the statement. */
  async parameterTypes(sql: string): Promise<ReadonlyMap<string, string>> {
    const keys: string[] = [];
    // A number that does not occur would have no type.
    const dense = replaceParameters(sql, (key) => {
      if (!keys.includes(key)) keys.push(key);
      return `$${keys.indexOf(key) + 1}`;
    });
    try {
      await this.#database.exec(`prepare tenantscope_statement as ${dense}`);
    } catch {
      return new Map();
    }
    const found = await this.#database.query(
      `select t.typname from pg_prepared_statements s, unnest(s.parameter_types::oid[]) with ordinality p(oid, n) join pg_type t on t.oid = p.oid where s.name = 'tenantscope_statement' order by p.n`,
    );
    await this.#database.exec('deallocate tenantscope_statement');
    return new Map(found.map((f, i) => [keys[i] ?? '', String(f['typname'])]));
  }

  /** Which of some rows of a table are declared public. */
  async #publicRows(o: OwnedTable, rows: readonly Row[]): Promise<ReadonlySet<Row>> {
    const when = o.model?.publicWhen;
    if (!when || rows.length === 0) return new Set();
    const columns = o.table.columns.map((c) => quoted(c.name)).join(', ');
    const values = rows.map((r, i) => `union all select ${i}, ${r.cells.map(literal).join(', ')}`).join(' ');
    const found = await this.#database.query(
      `select i from (select null::int as i, ${columns} from ${tableName(o.table)} where false ${values}) ${quoted(o.table.name)} where ${printExpression(when)}`,
    );
    return new Set(found.flatMap((f) => rows[Number(f['i'])] ?? []));
  }

  /** The pair without those declared public rows of strangers that are not in both worlds: everybody may see a public row. */
  async withoutPublic({ one, two }: WorldPair): Promise<WorldPair> {
    const sides = { one: new Map(one), two: new Map(two) };
    for (const o of this.tables) {
      const { key } = o.table;
      const lists = [one.get(key) ?? [], two.get(key) ?? []] as const;
      const alone = (rows: readonly Row[], others: readonly Row[]): readonly Row[] => rows.filter((r) => r.owner === 'foreign' && !others.some((x) => x.cells.join('\0') === r.cells.join('\0')));
      const open = await this.#publicRows(o, [...alone(lists[0], lists[1]), ...alone(lists[1], lists[0])]);
      if (open.size === 0) continue;
      sides.one.set(key, lists[0].filter((r) => !open.has(r)));
      sides.two.set(key, lists[1].filter((r) => !open.has(r)));
    }
    return sides;
  }

  /** The rows that checks, keys and triggers of the schema let be written, one after the other. */
  async fitting(world: World): Promise<World> {
    const inserts = rowInserts(this.catalog, world);
    await this.#database.exec('begin');
    try {
      const [answer] = await this.#database.query('select tenantscope.accepted($1::text[]) as seen', [inserts.map((i) => i.sql)]);
      const seen = answer?.['seen'] as readonly boolean[];
      const kept = new Set(inserts.filter((_, i) => seen[i]).map((i) => i.row));
      return new Map([...world].map(([key, rows]) => [key, rows.filter((r) => kept.has(r))]));
    } finally {
      await this.#database.exec('rollback');
    }
  }

  /** Whether the rows can be written at all: keys, checks and triggers may refuse them. */
  async accepts(world: World): Promise<boolean> {
    try {
      await this.observe([], world);
      return true;
    } catch {
      return false;
    }
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
