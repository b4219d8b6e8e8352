import { identifier, sqlName, text } from '../catalog/ddl.ts';
import type { Connection } from '../catalog/read.ts';
import type { Relation } from '../catalog/snapshot.ts';
import { type Facts, tenantTables } from '../facts/facts.ts';
import { type Leak, type Probe, type Probed, type State, states } from './probe.ts';

/** Runs on the server itself, so it only reads, never waits, and looks at one row. */
const begin = ['begin transaction read only', "set local search_path = ''", "set local statement_timeout = '5s'", "set local lock_timeout = '1s'"] as const;

/** Values that no tenant has, by the type of the tenant column. */
const stranger = (type: string): string => (type === 'uuid' ? 'ffffffff-ffff-4fff-bfff-ffffffffffff' : /int|numeric/.test(type) ? '-2147483647' : 'tenantscope: no tenant');

const tenantType = (facts: Facts): string => tenantTables(facts).flatMap((t) => t.columns.find((c) => c.name === facts.tenancy.tenantColumn(t))?.type ?? [])[0] ?? 'text';

/** One relation that a role reads. */
interface Attempt {
  readonly role: string;
  readonly on: Relation;
  leak?: Leak;
  why?: string;
}

/** What shows rows of tenants only; declared public rows are for everybody. */
const attemptsOf = (facts: Facts): readonly Attempt[] => {
  const { snapshot, actingRoles, database, tenancy } = facts;
  const views = snapshot.relations.filter((r) => r.kind === 'view' && r.extension === null && database.tablesRead(r).some((t) => tenantTables(facts).includes(t)));
  const shown = [...tenantTables(facts).filter((t) => tenancy.table(t)?.publicWhen === undefined && t.kind !== 'foreign table'), ...views];
  return actingRoles.flatMap((role) => shown.filter((on) => database.reaches(role, 'select', on)).map((on) => ({ role, on })));
};

const firstRow = (r: Relation): string => `select 1 from ${sqlName(r)} limit 1`;

/** Whether a query has a row, after some SQL that is undone again; what is refused is an answer, too. */
const ask = async (connection: Connection, before: readonly string[], sql: string): Promise<boolean | Error> => {
  await connection.query('savepoint probe');
  try {
    for (const first of before) await connection.query(first);
    return (await connection.query(sql)).length > 0;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    await connection.query('rollback to savepoint probe');
  }
};

const askAs = async (connection: Connection, attempt: Attempt, state: State, setting: string | undefined, name: string): Promise<void> => {
  if (attempt.leak) return;
  const sql = firstRow(attempt.on);
  const set = setting === undefined ? [] : [`select set_config(${text(name)}, ${text(setting)}, true)`];
  const answer = await ask(connection, [...set, `set local role ${identifier(attempt.role)}`], sql);
  if (answer === true) attempt.leak = { state, setting, sql, kind: 'the result depends on rows of other tenants' };
  else if (answer instanceof Error && /role/.test(answer.message)) attempt.why = `${answer.message}; give a URL of a role that may become ${attempt.role}`;
};

/** Without a row that anybody sees there is nothing that could have shown. */
const judged = async (connection: Connection, { role, on, leak, why }: Attempt): Promise<Probed> => {
  const attempt = { role, on, command: 'select' } as const;
  if (leak) return { ...attempt, outcome: 'leaks', leak };
  if (why !== undefined) return { ...attempt, outcome: 'unreached', why };
  return (await ask(connection, [], firstRow(on))) === true ? { ...attempt, outcome: 'held' } : { ...attempt, outcome: 'unreached', why: 'the role of the connection sees no row of it either, so there may be none' };
};

/** Asks the server itself, without writing anything, whether roles of the application see rows where there is no tenant. */
export const probeLive = async (connection: Connection, facts: Facts): Promise<Probe> => {
  const attempts = attemptsOf(facts);
  const name = facts.tenancy.reading.setting;
  const settings: Readonly<Record<State, string | undefined>> = { missing: undefined, empty: '', wildcard: '%', tenant: stranger(tenantType(facts)) };
  for (const sql of begin) await connection.query(sql);
  try {
    // A setting that was set once is never missing again, so that comes first.
    for (const state of states) for (const attempt of attempts) await askAs(connection, attempt, state, settings[state], name);
    const probed: Probed[] = [];
    for (const attempt of attempts) probed.push(await judged(connection, attempt));
    return { probed, tellingKeys: [], statements: attempts.length * (states.length + 1) };
  } finally {
    await connection.query('rollback').catch(() => undefined);
  }
};
