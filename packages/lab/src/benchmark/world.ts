import { PGlite } from '@electric-sql/pglite';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchmark } from './pair.ts';

/** The tenant on whose behalf everything runs, and a stranger. */
export const tenantA = 'aaaaaaaa-0000-4000-8000-000000000001';
export const tenantB = 'bbbbbbbb-0000-4000-8000-000000000002';

const fileText = (name: string): string => readFileSync(join(benchmark, name), 'utf8');

/** What a run did, on one state of the database. */
export interface Observation {
  readonly result: string;
  readonly error: string | undefined;
  /** The error came from the database; otherwise the code under test refused, which is its right. */
  readonly isBroken: boolean;
  /** A's rows afterwards. */
  readonly own: string;
  readonly ownBefore: string;
  readonly others: string;
  readonly othersBefore: string;
}

interface OwnedRow {
  readonly table: string;
  readonly owner: string | null;
  readonly row: unknown;
}

/** The order of rows without ORDER BY is PostgreSQL's choice, so no list's order counts. */
const canonical = (value: unknown): unknown => {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map((v) => JSON.stringify(canonical(v))).sort();
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, canonical(v)]));
};

export type Run = () => Promise<unknown>;

/** A's rows, and everybody else's, as text to compare. */
interface State {
  readonly own: string;
  readonly others: string;
}

/** PostgreSQL in process with the benchmark's schema, in the first state or the second. */
export class World {
  readonly database: PGlite;
  readonly #rows = fileText('data/rows.sql');
  /** The state between runs, which every run is taken back to. */
  #resting: State | undefined;

  private constructor(database: PGlite) {
    this.database = database;
  }

  static async open(): Promise<World> {
    const world = new World(await PGlite.create());
    await world.database.exec(fileText('schema.sql'));
    await world.database.exec(`set app.current_tenant = '${tenantA}'; begin; set local session_replication_role = replica`);
    // Rows of A and B refer to each other, so no order of loading satisfies the keys; `unmetKeys` asks afterwards.
    for (const name of ['tenants', 'a', 'b']) await world.database.exec(fileText(`data/${name}.sql`));
    await world.database.exec('set local session_replication_role = origin; refresh materialized view ticket_directory; refresh materialized view busiest_projects');
    return world;
  }

  close(): Promise<void> {
    return this.database.close();
  }

  /** From the first state to the second, which differs in what is not A's. */
  async change(): Promise<void> {
    this.#resting = undefined;
    await this.database.exec(fileText('data/b-changed.sql'));
    await this.database.exec('refresh materialized view ticket_directory; refresh materialized view busiest_projects');
  }

  /** Tables that `data/rows.sql` does not speak of. */
  async unownedTables(): Promise<readonly string[]> {
    const { rows } = await this.database.query<{ readonly name: string }>("select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1");
    return rows.map((r) => r.name).filter((name) => !this.#rows.includes(`'${name}'`));
  }

  /** Foreign keys that some row does not meet. */
  async unmetKeys(): Promise<readonly string[]> {
    const { rows } = await this.database.query<{ readonly name: string; readonly sql: string }>(`
      select conname as name, format('select 1 from %s c where (%s) is not null and not exists (select 1 from %s p where (%s) = (%s))', conrelid::regclass,
        (select string_agg(format('c.%I', attname), ', ') from unnest(conkey) k join pg_attribute on attrelid = conrelid and attnum = k), confrelid::regclass,
        (select string_agg(format('c.%I', attname), ', ' order by n) from unnest(conkey) with ordinality u (k, n) join pg_attribute on attrelid = conrelid and attnum = k),
        (select string_agg(format('p.%I', attname), ', ' order by n) from unnest(confkey) with ordinality u (k, n) join pg_attribute on attrelid = confrelid and attnum = k)) as sql
      from pg_constraint where contype = 'f'`);
    const unmet: string[] = [];
    for (const { name, sql } of rows) if ((await this.database.query(sql)).rows.length > 0) unmet.push(name);
    return unmet;
  }

  /** A's rows, and everybody else's. */
  async state(): Promise<State> {
    const { rows } = await this.database.query<OwnedRow>(this.#rows);
    return { own: JSON.stringify(rows.filter((r) => r.owner === tenantA)), others: JSON.stringify(rows.filter((r) => r.owner !== tenantA)) };
  }

  /** Runs, looks, and takes everything back. */
  async observe(run: Run): Promise<Observation> {
    await this.database.exec('savepoint twin; select setval(seqrelid::regclass, 1000, false) from pg_sequence');
    const before = (this.#resting ??= await this.state());
    try {
      const returned = canonical(await run());
      const result = returned === undefined ? 'nothing' : JSON.stringify(returned);
      const after = await this.state();
      return { result, error: undefined, isBroken: false, own: after.own, ownBefore: before.own, others: after.others, othersBefore: before.others };
    } catch (error) {
      const isBroken = !(error instanceof Error) || 'severity' in error || error instanceof TypeError;
      return { result: '', error: error instanceof Error ? error.message : String(error), isBroken, own: before.own, ownBefore: before.own, others: before.others, othersBefore: before.others };
    } finally {
      await this.database.exec('rollback to savepoint twin');
    }
  }
}

/** Why two runs of the same code, on two states that agree on what A owns and shares, break isolation. */
export const interference = (one: Observation, two: Observation): string | undefined => {
  if (one.others !== one.othersBefore || two.others !== two.othersBefore) return 'rows of other tenants changed';
  if (one.result !== two.result || one.error !== two.error) return 'the result depends on rows of other tenants';
  return one.own === two.own ? undefined : "the effect on the tenant's rows depends on rows of other tenants";
};

/** A run that returns nothing and changes nothing shows nothing. */
export const isIdle = ({ result, own, ownBefore, error }: Observation): boolean => error !== undefined || (own === ownBefore && ['[]', 'null', 'nothing', '{}'].includes(result));
