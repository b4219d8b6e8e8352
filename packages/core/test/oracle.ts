import { PGlite } from '@electric-sql/pglite';
import { hardSchema } from './hard-schema.ts';

/** The tenant on whose behalf statements run, and a stranger. */
export const tenantA = 'aaaaaaaa-0000-0000-0000-000000000001';
export const tenantB = 'bbbbbbbb-0000-0000-0000-000000000002';

/** A small seeded generator (mulberry32), so that a failing trial can be run again. */
const random = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

type Cell = string | number | boolean | null;
type Row = readonly Cell[];

const literal = (v: Cell): string => (v === null ? 'null' : typeof v === 'string' ? `'${v}'` : String(v));

const insert = (table: string, rows: readonly Row[]): string =>
  rows.length === 0 ? '' : `insert into ${table} values ${rows.map((r) => `(${r.map(literal).join(',')})`).join(',')};`;

/**
 * The rows of one tenant. Ids of different tables collide; foreign keys without the tenant column point at rows of either tenant;
 * tenant A's ids are even and B's odd, so that A's rows can point at B's without depending on them being there.
 */
const rowsOf = (tenant: string, odd: 0 | 1, next: () => number): ReadonlyMap<string, readonly Row[]> => {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  const ids = [2, 4, 6].map((n) => n + odd).filter(() => odd === 0 || next() < 0.75);
  const small = (): number => pick([1, 2, 3, 4, 5, 6, 7]);
  const other = (): string => pick([tenantA, tenantB]);
  const names = ['x', 'y'];
  const existing = (): number => pick(ids.length > 0 ? ids : [2]);
  const each = (row: (id: number) => Row): readonly Row[] => ids.map(row);
  return new Map<string, readonly Row[]>([
    ['users', each((id) => [id, tenant, pick(names)])],
    ['memberships', each((id) => [pick([1, 2, 3, 4, 5]) * 10 + id, tenant])],
    ['p', each((id) => [id, tenant, pick(names), other(), small(), small()])],
    ['o', each((id) => [id, tenant, small(), small(), small(), pick([1, 2]), pick([1, 2]), pick(['open', 'done']), other(), `r${id}`])],
    ['c', each((id) => [id, tenant, pick(names)])],
    ['q', each((id) => [id, tenant, small(), pick([true, false])])],
    ['pc', each((id) => [id, tenant, pick(names)])],
    ['oc', each((id) => [id, tenant, existing(), small()])],
    ['items', each((id) => [id, existing(), `${pick(names)}${id}`, small()])],
    ['notes', each((id) => [id, existing(), pick(names)])],
    ['posts', each((id) => [id, tenant, odd === 0 && next() < 0.5, pick(names)])],
    ['r', each((id) => [id, tenant, small(), pick(names)])],
  ]);
};

const shared = `insert into tenants values ('${tenantA}', 'A'), ('${tenantB}', 'B'); insert into plans values (1, 'free', 0), (2, 'pro', 9);`;

const load = (seed: number, variant: number): string => {
  const a = rowsOf(tenantA, 0, random(seed));
  const b = rowsOf(tenantB, 1, random(seed * 31 + variant + 1));
  return shared + [...a].map(([table, rows]) => insert(table, [...rows, ...(b.get(table) ?? [])])).join('');
};

/** Whose rows each table holds, for comparing states before and after. */
const owned: Readonly<Record<string, string>> = {
  users: 't', memberships: 't', p: 't', o: 't', c: 't', q: 't', pc: 't', oc: 't', fk: 't', stamped: 't', posts: 't', r: 't',
  items: '(select t from o where o.id = items.oid)',
  notes: '(select t from o join items on items.oid = o.id where items.id = notes.iid)',
};

const snapshotSql = (who: string): string =>
  Object.entries(owned)
    .map(([table, owner]) => `select '${table}' as "table", to_jsonb(${table})::text as row from ${table} where ${owner} ${who}`)
    .join(' union all ') + ' order by 1, 2';

const ownRows = snapshotSql(`= '${tenantA}'`);
const otherRows = `select 'plans' as "table", to_jsonb(plans)::text as row from plans union all select 'tenants', to_jsonb(tenants)::text from tenants union all ${snapshotSql(`is distinct from '${tenantA}'`)}`;

/** One run of a statement on one state. Writes are compared row by row; a plain SELECT cannot write. */
export interface Observation {
  readonly result: string;
  readonly own: string;
  readonly others: string;
  readonly othersBefore: string;
}

/** A statement with its parameters. */
export interface Trial {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

export type Parameter = string | number | null | readonly string[];

/** An untyped literal, which PostgreSQL types from its place as it does a parameter. */
const untyped = (value: Parameter): string =>
  value === null ? 'null' : `'${typeof value === 'object' ? `{${value.join(',')}}` : String(value)}'`;

const bound = (sql: string, parameters: readonly Parameter[]): string =>
  sql.replaceAll(/\$(\d+)/g, (_, n: string) => untyped(parameters[Number(n) - 1] ?? null));

const writes = (sql: string): boolean => /\b(insert|update|delete|merge|truncate)\b/i.test(sql);

/** PostgreSQL in process, with the schema of the hard cases. */
export class Oracle {
  readonly #db: PGlite;

  private constructor(db: PGlite) {
    this.#db = db;
  }

  static async open(): Promise<Oracle> {
    const db = await PGlite.create();
    await db.exec(
      `create schema app; create function app.current_tenant() returns uuid language sql stable as $$ select '${tenantA}'::uuid $$;`,
    );
    await db.exec(hardSchema);
    await db.exec(`select set_config('app.current_tenant', '${tenantA}', false)`);
    return new Oracle(db);
  }

  async close(): Promise<void> {
    await this.#db.close();
  }

  async #rows(sql: string): Promise<string> {
    return JSON.stringify((await this.#db.query(sql)).rows);
  }

  async #state(sql: string, foreign: string): Promise<string> {
    return writes(sql) ? this.#rows(foreign) : '';
  }

  async #observe({ sql, parameters }: Trial): Promise<Observation | undefined> {
    await this.#db.exec('savepoint trial');
    try {
      const othersBefore = await this.#state(sql, otherRows);
      const { rows } = await this.#db.query(bound(sql, parameters));
      const result = rows
        .map((r) => JSON.stringify(r))
        .sort()
        .join('\n');
      return { result, own: await this.#state(sql, ownRows), others: await this.#state(sql, otherRows), othersBefore };
    } catch {
      // An error tells nothing of rows: a type that does not fit, or a key that is taken.
      return undefined;
    } finally {
      await this.#db.exec('rollback to savepoint trial');
    }
  }

  /** Runs each trial on the same state; undefined where the statement failed. */
  async observeAll(trials: readonly Trial[], seed: number, variant: number): Promise<readonly (Observation | undefined)[]> {
    await this.#db.exec(`begin; ${load(seed, variant)} refresh materialized view o_mat;`);
    const seen: (Observation | undefined)[] = [];
    for (const trial of trials) seen.push(await this.#observe(trial));
    await this.#db.exec('rollback');
    return seen;
  }
}

/**
 * Noninterference: two states that agree on tenant A's rows and the shared tables and differ in everything else must give
 * equal results and equal rows of A, and the statement must leave everybody else's rows as they were.
 */
export const interference = (one: Observation | undefined, two: Observation | undefined): string | undefined => {
  if (!one || !two) return undefined;
  if (one.others !== one.othersBefore || two.others !== two.othersBefore) return 'rows of other tenants changed';
  if (one.result !== two.result) return 'the result depends on rows of other tenants';
  return one.own === two.own ? undefined : 'the effect on the tenant’s rows depends on rows of other tenants';
};
