import type { PGlite } from '@electric-sql/pglite';
import { Kysely, PostgresDialect } from 'kysely';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import postgres from 'postgres';
import { benchmark, type Pair, type Twin } from './pair.ts';
import { Wire } from './wire.ts';
import { type Run, tenantA, tenantB } from './world.ts';

/** The drivers as an application has them, all on one PGlite. */
export interface Handles {
  readonly db: Kysely<unknown>;
  readonly pool: pg.Pool;
  readonly postgres: postgres.Sql;
  /** Waits until no driver has anything under way. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface PostgresOptions {
  readonly user: string;
  readonly database: string;
  readonly host: string;
  readonly max: number;
  readonly fetch_types: boolean;
  readonly prepare: boolean;
  readonly onnotice: () => void;
  /** Known to postgres.js, though not to its types. */
  readonly socket: () => Promise<Wire>;
}

export const openHandles = (database: PGlite): Handles => {
  const connection = { user: 'postgres', database: 'postgres' };
  const wires: Wire[] = [];
  const wire = (): Wire => {
    const made = new Wire(database);
    wires.push(made);
    return made;
  };
  // One connection each: PGlite has one session, and what a second one sends would come between.
  const pool = new pg.Pool({ ...connection, stream: () => wire(), max: 1 });
  const options: PostgresOptions = { ...connection, host: 'in-process', max: 1, fetch_types: false, prepare: false, onnotice: () => undefined, socket: () => Promise.resolve(wire()) };
  const sql = postgres(options);
  return {
    db: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }),
    pool,
    postgres: sql,
    settled: async () => {
      while (pool.waitingCount > 0 || !wires.every((w) => w.ready)) await setImmediate();
    },
    close: async () => {
      await Promise.all([pool.end(), sql.end()]);
    },
  };
};

/** Who asks, and what the client sent: ids of B's rows, and B's name wherever a tenant can be named. */
const baseCall = {
  auth: { tenantId: tenantA, userId: 2, role: 'agent' },
  session: { tenantId: tenantA },
  request: {
    claims: { tid: tenantA, userId: 2, role: 'agent', memberships: [tenantA] },
    headers: { 'x-tenant-id': tenantB },
    params: { tenantId: tenantB, id: '201' },
    query: { tenantId: tenantB },
    body: { tenantId: tenantB, id: 201, title: 'new', filters: {}, row: { kind: 'mail' } },
  },
  job: { ticket: `${tenantA}|2`, data: { tenantId: tenantB, state: 'open' } },
  input: { id: 201, ids: [201, 100], state: 'open', states: ['open', 'closed'], search: undefined, ref: 'T-1', title: 'new', flag: false, tenantId: tenantB },
};

/** Every TypeScript twin is also asked for a row of A's own. */
const ownRow = '{"input": {"id": 100, "flag": true}, "request": {"params": {"id": "100"}}}';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

const merged = (base: unknown, over: unknown): unknown => {
  if (over === 'A' || over === 'B') return over === 'A' ? tenantA : tenantB;
  if (!isRecord(base) || !isRecord(over)) return over === null ? undefined : over;
  return { ...base, ...Object.fromEntries(Object.entries(over).map(([key, value]) => [key, merged(base[key], value)])) };
};

const camel = (id: string): string => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

type TwinFunction = (call: unknown) => Promise<unknown>;

const functionOf = async (pair: Pair, which: 'Leaking' | 'Fixed'): Promise<TwinFunction> => {
  const module = (await import(pathToFileURL(join(benchmark, pair.file)).href)) as Readonly<Record<string, unknown>>;
  const name = camel(pair.id) + which;
  const found = module[name];
  if (typeof found !== 'function') throw new Error(`${pair.file} exports no function ${name}`);
  return found as TwinFunction;
};

/** What a twin does, once for each call. */
export const typescriptRuns = (pair: Pair, twin: Twin, handles: Handles): readonly Run[] =>
  ['{}', ownRow, ...pair.leaking.runs, ...pair.fixed.runs].map((line) => async () => {
    const call = await functionOf(pair, twin === pair.leaking ? 'Leaking' : 'Fixed');
    const overrides: unknown = JSON.parse(line);
    try {
      return await call({ ...(merged(baseCall, overrides) as object), db: handles.db, pool: handles.pool, postgres: handles.postgres });
    } finally {
      await handles.settled();
    }
  });
