import { PGlite } from '@electric-sql/pglite';
import { citext } from '@electric-sql/pglite/contrib/citext';
import { literals, type SoundnessCase, tenantA } from './case.ts';

const typed = (value: string | number): string => (typeof value === 'number' ? String(value) : `'${value}'`);

/** Runs statements with and without the rows of strangers. */
export class Database {
  readonly #db: PGlite;

  private constructor(db: PGlite) {
    this.#db = db;
  }

  static async open(): Promise<Database> {
    const db = await PGlite.create({ extensions: { citext } });
    await db.exec('create extension citext');
    return new Database(db);
  }

  async close(): Promise<void> {
    await this.#db.close();
  }

  async #rows(sql: string): Promise<string> {
    const { rows } = await this.#db.query(sql);
    return rows.map((r) => JSON.stringify(r)).sort().join('\n');
  }

  async #run(sql: string, others: string | undefined): Promise<{ result: string; changed: boolean }> {
    const before = others === undefined ? '' : await this.#rows(others);
    const result = await this.#rows(sql);
    return { result, changed: others !== undefined && before !== (await this.#rows(others)) };
  }

  /** Whether the result depends on the rows of strangers, or these are changed. A failing statement fails the test. */
  async leaks({ schema, sql, rows }: SoundnessCase): Promise<boolean> {
    if (!rows) throw new Error('there are no rows to try the statement on');
    const values = [rows.tenant ?? tenantA, ...(rows.values ?? [])];
    const bound = literals(sql).replaceAll(/\$(\d+)/g, (_, n: string) => typed(values[Number(n) - 1] ?? ''));
    const others = rows.others && literals(rows.others);
    await this.#db.exec(`begin; ${literals(schema)}; ${literals(rows.own ?? '')}; savepoint own`);
    try {
      const alone = await this.#run(bound, others);
      await this.#db.exec(`rollback to savepoint own; ${literals(rows.strangers)}`);
      const among = await this.#run(bound, others);
      return alone.result !== among.result || alone.changed || among.changed;
    } finally {
      await this.#db.exec('rollback');
    }
  }
}
