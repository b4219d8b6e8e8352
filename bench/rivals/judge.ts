import { Kysely } from 'kysely';
import type { Database } from './database.ts';
import type { Guard } from './guard.ts';
import type { Shape } from './shape.ts';
import type { Tables, World } from './tables.ts';

export type Verdict = 'ok' | 'refused' | 'LEAK' | 'wrong' | 'n/a';

export interface Judged {
  readonly verdict: Verdict;
  /** What was seen. */
  readonly why: string;
  readonly sent: readonly string[];
}

/** What a run returned, or why it ended, and the rows that it left. */
interface Outcome {
  readonly result: string | undefined;
  readonly error: unknown;
  readonly sent: readonly string[];
  readonly a: string;
  readonly b: string;
}

/** In any order: none of the shapes asks for one. */
const text = (result: unknown): string => {
  const plain = (value: unknown): string => JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item));
  return Array.isArray(result) ? result.map(plain).sort().join('\n') : plain(result);
};

const attempt = async (work: () => Promise<unknown>): Promise<{ readonly result: string | undefined; readonly error: unknown }> => {
  try {
    return { result: text(await work()), error: undefined };
  } catch (error) {
    return { result: undefined, error };
  }
};

const observe = async (database: Database, guard: Guard, shape: Shape, world: World): Promise<Outcome> => {
  const { dialect, reset, rowsOf, sent } = database;
  await reset(world, guard === unguarded);
  const own = guard.stamps ? {} : { tenant_id: 'a' };
  const outcome = await attempt(() => guard.run(dialect, shape.noTenant ? undefined : 'a', (db) => shape.run({ db, own, asOther: (body) => guard.run(dialect, 'b', body) })));
  return { ...outcome, sent: sent(), a: await rowsOf('a'), b: await rowsOf('b') };
};

/** Plain Kysely, where tenant a is alone: what a's queries mean. */
const unguarded: Guard = { name: 'none', note: '', stamps: true, children: true, run: (dialect, _, body) => body(new Kysely<Tables>({ dialect })) };

/** SQLSTATE of an error of PostgreSQL, however it is wrapped. */
const sqlState = (error: unknown): string | undefined => {
  const { code, cause } = (error ?? {}) as { readonly code?: unknown; readonly cause?: unknown };
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  return cause === undefined ? undefined : sqlState(cause);
};

const messageOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));

/** What a tenant sees or changes must not depend on whether another tenant is there. */
const leakOf = (shape: Shape, shared: Outcome, alone: Outcome, untouched: string): string | undefined => {
  if (shared.b !== untouched) return "b's rows are others than before";
  if (shape.collides && !shared.result) return undefined;
  if (shared.result !== undefined && alone.result !== undefined && shared.result !== alone.result) return `with b there it returned ${shared.result}\nwithout b ${alone.result}`;
  return shared.a === alone.a || shared.error !== undefined ? undefined : "a's rows depend on b's";
};

const errorVerdict = (error: unknown, shape: Shape): Verdict => (sqlState(error) !== undefined && !shape.attack ? 'wrong' : 'refused');

/** Runs a shape through a guard with both tenants' rows and with a's alone, and without a guard where a is alone. */
export const judge = async (database: Database, guard: Guard, shape: Shape): Promise<Judged> => {
  if (shape.child && !guard.children) return { verdict: 'n/a', why: 'no rule of it can say whose the rows are', sent: [] };
  await database.reset('shared');
  const untouched = await database.rowsOf('b');
  const alone = await observe(database, guard, shape, 'alone');
  const shared = await observe(database, guard, shape, 'shared');
  const { error, sent } = shared;
  const leak = leakOf(shape, shared, alone, untouched);
  if (leak !== undefined) return { verdict: 'LEAK', why: leak, sent };
  if (error !== undefined) return { verdict: errorVerdict(error, shape), why: `${sqlState(error) ?? ''} ${messageOf(error)}`, sent };
  if (shape.attack) return { verdict: 'ok', why: 'nothing of b', sent };
  const meant = await observe(database, unguarded, shape, 'alone');
  if (meant.error !== undefined) throw new Error(`"${shape.name}" does not even run without a guard: ${messageOf(meant.error)}`);
  const same = meant.result === shared.result && meant.a === shared.a;
  return same ? { verdict: 'ok', why: '', sent } : { verdict: 'wrong', why: `returned ${String(shared.result)}\nmeant    ${String(meant.result)}${meant.a === shared.a ? '' : '\nand other rows are left'}`, sent };
};
