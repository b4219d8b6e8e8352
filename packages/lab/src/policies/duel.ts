import { loadSqlReader, readSql } from '@tenantscope/core';
import { type Database, Observer, pairFor, type Trial, type WorldPair } from '@tenantscope/oracle';
import { attacksOn, auditSnapshot, type Facts, groupBy, interference, observeBoth, openInProcess, readCatalog, strike } from 'rls-audit';
import { policyConfiguration, policySchema } from './schema.ts';

/** A policy set that the audit calls tight and PostgreSQL shows to leak. */
interface Contradicted {
  readonly sql: string;
  readonly what: string;
  readonly attack: string;
  readonly setting: string | undefined;
  readonly kind: string;
}

/** What the audit said of role × table × command, and what attacks showed. */
export interface Duelled {
  readonly sets: number;
  /** Sets that PostgreSQL refused. */
  readonly refused: number;
  readonly scoped: number;
  readonly unscoped: number;
  readonly unproven: number;
  /** How many of the unscoped and of the unproven an attack showed to leak. */
  readonly shown: number;
  readonly shownUnproven: number;
  readonly contradicted: readonly Contradicted[];
}

export const nothingDuelled: Duelled = { sets: 0, refused: 0, scoped: 0, unscoped: 0, unproven: 0, shown: 0, shownUnproven: 0, contradicted: [] };

export const addDuelled = (a: Duelled, b: Duelled): Duelled => ({
  sets: a.sets + b.sets,
  refused: a.refused + b.refused,
  scoped: a.scoped + b.scoped,
  unscoped: a.unscoped + b.unscoped,
  unproven: a.unproven + b.unproven,
  shown: a.shown + b.shown,
  shownUnproven: a.shownUnproven + b.shownUnproven,
  contradicted: [...a.contradicted, ...b.contradicted],
});

const references = 'rows of the tenant were made to refer to rows of other tenants';

/** How many pairs of worlds there are; each set is tried in one of them. */
const worlds = 24;
const worldsPerSet = 1;

/** Two databases in process: in one of them nobody ever sets the tenant, because a setting that was set once is never missing again. */
export class Arena {
  readonly #database: Database;
  readonly #observers: { readonly missing: Observer; readonly set: Observer };
  readonly #pairs: readonly WorldPair[];

  private constructor(database: Database, observers: { readonly missing: Observer; readonly set: Observer }, pairs: readonly WorldPair[]) {
    this.#database = database;
    this.#observers = observers;
    this.#pairs = pairs;
  }

  static async open(): Promise<Arena> {
    await loadSqlReader();
    const schema = readSql(policySchema).statements.map((s) => s.text);
    const open = async (): Promise<Database> => {
      const { run, ...rest } = await openInProcess();
      return { ...rest, exec: run };
    };
    const databases = [await open(), await open()] as const;
    for (const database of databases) for (const sql of schema) await database.exec(sql);
    await databases[0].exec("set search_path = ''");
    const { facts } = auditSnapshot(await readCatalog(databases[0]), policyConfiguration);
    await databases[0].exec('reset search_path');
    const options = { schema: [], model: facts.tenancy.reading };
    const observers = { set: await Observer.open(databases[0], options), missing: await Observer.open(databases[1], { ...options, withoutTenant: true }) };
    const pairs: WorldPair[] = [];
    for (let seed = 1; pairs.length < worlds; seed += 1) {
      const pair = await pairFor(observers.set, seed);
      if (pair) pairs.push(pair);
    }
    return new Arena(databases[0], observers, pairs);
  }

  async #audited(sql: string): Promise<Facts | undefined> {
    await this.#database.exec('begin');
    try {
      await this.#database.exec(sql);
      await this.#database.exec("set local search_path = ''");
      return auditSnapshot(await readCatalog(this.#database), policyConfiguration).facts;
    } catch (error) {
      // What PostgreSQL refuses is no policy set; what the audit cannot bear is a fault.
      if (error instanceof Error && 'code' in error) return undefined;
      throw error;
    } finally {
      await this.#database.exec('rollback');
    }
  }

  /** Audits a policy set, and attacks it. */
  async duel(sql: string, round: number): Promise<Duelled> {
    const facts = await this.#audited(sql);
    if (!facts) return { ...nothingDuelled, sets: 1, refused: 1 };
    const judged = groupBy(facts.verdicts.filter((v) => v.verdict !== 'none' && v.verdict !== 'shared'), (v) => `${v.role} ${v.command} ${v.relation.name}`);
    const open = new Set(judged.keys());
    const contradicted: Contradicted[] = [];
    const verdictOf = (what: string): 'scoped' | 'unscoped' | 'unproven' => {
      const verdicts = judged.get(what)?.map((v) => v.verdict) ?? [];
      return verdicts.includes('unscoped') ? 'unscoped' : verdicts.includes('unproven') ? 'unproven' : 'scoped';
    };
    const { own } = this.#observers.set.tenants('uuid');
    const leaking = new Set<string>();
    for (let i = 0; i < worldsPerSet; i += 1)
      for (const setting of [undefined, '', own]) {
        const pair = this.#pairs[(round * worldsPerSet + i) % worlds];
        const observer = (setting === undefined ? this.#observers.missing : this.#observers.set).after(sql);
        if (!pair) continue;
        const shots = [...open].flatMap((what) => {
          const [v] = judged.get(what) ?? [];
          if (!v) return [];
          const { role, relation, command } = v;
          return attacksOn({ database: facts.database, observer, pair, role, relation }, command).map((attack) => ({ what, trial: { ...attack, role, setting } satisfies Trial }));
        });
        for (const [n, seen] of (await observeBoth(observer, shots.map((s) => s.trial), pair)).entries()) {
          const shot = shots[n];
          const kind = interference(seen);
          // References to strangers' rows are the business of foreign keys.
          if (!shot || !kind || kind === references || leaking.has(shot.what)) continue;
          const { what, trial } = shot;
          if (verdictOf(what) === 'scoped') {
            const [certain] = await strike(observer, [trial], pair);
            if (!certain?.kind || certain.kind === references) continue;
            contradicted.push({ sql, what, attack: trial.sql, setting, kind: certain.kind });
          }
          leaking.add(what);
          open.delete(what);
        }
      }
    const count = (verdict: string, among: Iterable<string>): number => [...among].filter((what) => verdictOf(what) === verdict).length;
    return {
      sets: 1,
      refused: 0,
      scoped: count('scoped', judged.keys()),
      unscoped: count('unscoped', judged.keys()),
      unproven: count('unproven', judged.keys()),
      shown: count('unscoped', leaking),
      shownUnproven: count('unproven', leaking),
      contradicted,
    };
  }

  close(): Promise<unknown> {
    return Promise.all([this.#observers.set.close(), this.#observers.missing.close()]);
  }
}
