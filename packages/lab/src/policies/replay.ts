import { readSql, type SqlStatement, type Statement } from '@tenantscope/core';
import { printSql, Unprintable } from '@tenantscope/oracle';
import { auditSnapshot, type Connection, readCatalog, statementAsRun } from 'rls-audit';
import { expectedRows } from './expected.ts';

/** A server to replay a script on: two connections, because what a role is may not depend on the session that asks. */
export interface Stage {
  /** Runs the script; `rows` are cells as text, in the order of the columns. */
  readonly run: (sql: string) => Promise<readonly (readonly (string | null)[])[]>;
  readonly catalog: Connection;
  /** A superuser of its own session. */
  readonly rule: (sql: string) => Promise<void>;
}

/** Rows that a query was predicted to show, and did not. */
interface Mispredicted {
  readonly line: number;
  readonly sql: string;
  readonly role: string;
  readonly predicted: string;
  readonly shown: string;
}

/** How often the rows that policies were predicted to show are the rows that the server showed. */
export interface Replayed {
  readonly statements: number;
  /** Queries whose rows were predicted, and are what the server showed. */
  readonly equal: number;
  /** Of those, the ones whose rows stand in the expected output as well. */
  readonly expected: number;
  /** Queries under policies that the server refused. */
  readonly refused: number;
  /** Queries that cannot be printed with policies in them, by cause. */
  readonly unread: readonly string[];
  readonly mispredicted: readonly Mispredicted[];
}

type Rows = readonly (readonly (string | null)[])[];

const copied = /^copy\s+([^\s(]+)\s*(\([^)]*\))?\s+from\s+stdin[^;]*;[ \t]*\r?\n([\s\S]*?)^\\\.\r?$/gim;

const literal = (cell: string): string => (cell === '\\N' ? 'null' : `'${cell.replaceAll("'", "''")}'`);

/** Rows of COPY as INSERT: only psql sends them. As many lines as before. */
const withoutCopy = (script: string): string =>
  script.replaceAll(copied, (_, table: string, columns: string | undefined, rows: string) => {
    const lines = rows.split('\n').filter((line) => line !== '');
    return `insert into ${table} ${columns ?? ''} values\n${lines.map((line) => `(${line.split('\t').map(literal).join(', ')})`).join(',\n')};\n`;
  });

const isQuery = ({ kind }: Statement): boolean => kind === 'select' || kind === 'set' || kind === 'values';

/** The order of rows is not predicted. */
const asText = (rows: Rows): string => rows.map((r) => JSON.stringify(r)).toSorted().join('\n');

interface Session {
  readonly role: string;
  readonly path: readonly string[];
}

const sessionOf = async (stage: Stage): Promise<Session | undefined> => {
  const [row] = await stage.run("select current_user::text, array_to_string(current_schemas(false), ','), current_setting('row_security')");
  const [role, path, rowSecurity] = row ?? [];
  // Turned off, a query that policies would touch is refused.
  return role === null || role === undefined || rowSecurity === 'off' ? undefined : { role, path: (path ?? '').split(',') };
};

/** The catalog as the session sees it, whatever its transaction has done. */
const factsNow = async (stage: Stage) => {
  const [row] = await stage.run("select current_setting('search_path')");
  await stage.run("set search_path = ''");
  try {
    return auditSnapshot(await readCatalog(stage.catalog), { tenant: { column: 'tenant_id' } }).facts;
  } finally {
    await stage.run(`select set_config('search_path', '${(row?.[0] ?? '').replaceAll("'", "''")}', false)`);
  }
};

/** The query with the policies in it that hold for whoever asks. */
const expandedFor = async (stage: Stage, { role, path }: Session, statement: Statement): Promise<string> => printSql(statementAsRun((await factsNow(stage)).database, role, statement, path));

const tried = async <T>(work: () => Promise<T>): Promise<{ readonly value: T } | { readonly error: string }> => {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof Unprintable || (error instanceof Error && 'code' in error)) return { error: error.message };
    throw error;
  }
};

/** Runs what may write, and takes it back. */
const undone = async <T>(stage: Stage, work: () => Promise<T>): Promise<T> => {
  const within = 'value' in (await tried(() => stage.run('savepoint replayed')));
  if (!within) await stage.run('begin');
  try {
    return await work();
  } finally {
    await stage.run(within ? 'rollback to savepoint replayed' : 'rollback');
  }
};

/** What a query shows to a role that no policy holds for. */
const shownWithoutPolicies = async (stage: Stage, role: string, sql: string): Promise<Rows> => {
  const name = `"${role.replaceAll('"', '""')}"`;
  await stage.rule(`alter role ${name} superuser`);
  try {
    return await undone(stage, () => stage.run(sql));
  } finally {
    await stage.rule(`alter role ${name} nosuperuser`);
  }
};

type Outcome = { readonly kind: 'passed' | 'refused' } | { readonly kind: 'unread'; readonly cause: string } | { readonly kind: 'shown'; readonly role: string; readonly predicted: Rows | string; readonly shown: Rows };

/** What is no column of any table's own, is drawn by lot, or is asked of the server about the role that asks. */
const unpredictable: readonly (readonly [RegExp, string])[] = [
  [/\btableoid\b/i, 'system columns are not followed'],
  [/\btablesample\b/i, 'a sample is drawn by lot'],
  [/\b(pg_stats|row_security_active)\b/i, 'it asks the server what the role may see'],
];

const predict = async (stage: Stage, session: Session, statement: Statement): Promise<{ readonly rows: Rows | string } | { readonly unread: string }> => {
  const sql = await tried(() => expandedFor(stage, session, statement));
  if ('error' in sql) return { unread: sql.error };
  const rows = await tried(() => shownWithoutPolicies(stage, session.role, sql.value));
  return { rows: 'error' in rows ? rows.error : rows.value };
};

const step = async (stage: Stage, superusers: ReadonlySet<string>, { statement, text }: SqlStatement): Promise<Outcome> => {
  const session = isQuery(statement) ? await tried(() => sessionOf(stage)) : undefined;
  const who = session && 'value' in session ? session.value : undefined;
  const cause = unpredictable.find(([pattern]) => pattern.test(text))?.[1];
  const predicted = who && !superusers.has(who.role) ? (cause === undefined ? await predict(stage, who, statement) : { unread: cause }) : undefined;
  const shown = await tried(() => stage.run(text));
  if (!who || !predicted) return { kind: 'passed' };
  if ('error' in shown) return { kind: 'refused' };
  return 'unread' in predicted ? { kind: 'unread', cause: predicted.unread } : { kind: 'shown', role: who.role, predicted: predicted.rows, shown: shown.value };
};

/**
 * Runs a script for psql, and predicts the rows of each query before the server answers it: the query with the policies
 * written into it, run by the same role where no policy holds. Await `loadSqlReader()` of the core first.
 */
export const replay = async (stage: Stage, script: string, output: string): Promise<Replayed> => {
  const { statements } = readSql(withoutCopy(script));
  const expected = expectedRows(output);
  const superusers = new Set((await stage.catalog.query('select rolname::text from pg_roles where rolsuper')).map((r) => String(r['rolname'])));
  const replayed = { statements: statements.length, equal: 0, expected: 0, refused: 0, unread: [] as string[], mispredicted: [] as Mispredicted[] };
  for (const statement of statements) {
    if (statement.text.startsWith('\\')) continue;
    const rows = expected(statement.text);
    const outcome = await step(stage, superusers, statement);
    if (outcome.kind === 'refused') replayed.refused += 1;
    if (outcome.kind === 'unread') replayed.unread.push(outcome.cause);
    if (outcome.kind !== 'shown') continue;
    const { role, predicted, shown } = outcome;
    const said = typeof predicted === 'string' ? predicted : asText(predicted);
    if (said !== asText(shown)) replayed.mispredicted.push({ line: statement.line, sql: statement.text, role, predicted: said, shown: asText(shown) });
    else {
      replayed.equal += 1;
      if (rows && asText(rows) === asText(shown.map((r) => r.map((cell) => cell ?? '')))) replayed.expected += 1;
    }
  }
  return replayed;
};
