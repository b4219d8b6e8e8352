import { fitted, type Interference, type Observation, Observer, pairFor, type WorldPair } from '@tenantscope/oracle';
import type { Index, Relation } from '../catalog/snapshot.ts';
import { keyOf } from '../facts/database.ts';
import type { Facts } from '../facts/facts.ts';
import type { Command } from '../facts/verdicts.ts';
import { groupBy } from '../group.ts';
import type { Shadow } from '../shadow/rebuild.ts';
import { type Attack, attacksOn, callsOf, candidates, insertOf, mergesOf, rootOf, samples, takenKeys, type Target, upsertsOf } from './attack.ts';
import { type Attempt, attemptsOf, takenBy } from './attempts.ts';
import { hintsOf } from './hints.ts';
import { foreignRow, interference, observeBoth, type Strike, strike } from './strike.ts';
import { withOnly, withoutOwn, withoutReferring, withoutRows, withRows } from './worlds.ts';

/** What the setting that carries the tenant holds. */
export const states = ['missing', 'empty', 'wildcard', 'tenant'] as const;
export type State = (typeof states)[number];

/** A statement that crosses the border between tenants. */
export interface Leak {
  readonly state: State;
  /** What the setting held. */
  readonly setting: string | undefined;
  readonly sql: string;
  readonly kind: Interference;
  /** A row that only shows because strangers have it. */
  readonly row?: string | undefined;
  /** Whether it still gets through after some SQL. */
  readonly persists?: ((sql: string) => Promise<boolean>) | undefined;
}

/**
 * `held`: the same statement reached rows of the tenant, and as superuser those of strangers. `harmless`: nobody reaches a
 * stranger's row with it. `unreached`: it reached nothing, so nothing is shown.
 */
type Outcome = { readonly outcome: 'leaks'; readonly leak: Leak } | { readonly outcome: 'held' | 'harmless' } | { readonly outcome: 'unreached'; readonly why: string };

export type Probed = Attempt & Outcome;

/** A unique key that refuses a row because a stranger has one like it: the error tells that it exists. */
export interface TellingKey {
  readonly role: string;
  readonly on: Relation;
  readonly index: Index;
  readonly setting: string | undefined;
  readonly sql: string;
}

export interface Probe {
  readonly probed: readonly Probed[];
  readonly tellingKeys: readonly TellingKey[];
  /** How many statements were run. */
  readonly statements: number;
}

export interface ProbeOptions {
  /** Pairs of databases that are tried. */
  readonly tries?: number;
  readonly seed?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** What is known of an attempt so far. */
interface Progress {
  readonly attempt: Attempt;
  leak?: Leak;
  /** It reached rows of the tenant. */
  positive: boolean;
  /** It ran as superuser, and reached rows of strangers. */
  ran: boolean;
  negative: boolean;
  why: string;
}

const isReached = (o: Observation): boolean => o.status === 'ok' && o.rows > 0;

const settings: Readonly<Record<State, (own: string) => string | undefined>> = { missing: () => undefined, empty: () => '', wildcard: () => '%', tenant: (own) => own };

/** A probe in the making: one observer, one stretch of statements after the other. */
class Prober {
  readonly #facts: Facts;
  readonly #observer: Observer;
  readonly #all: readonly Progress[];
  readonly #telling = new Map<string, TellingKey>();
  #statements = 0;

  constructor(facts: Facts, observer: Observer, attempts: readonly Attempt[]) {
    this.#facts = facts;
    this.#observer = observer;
    this.#all = attempts.map((attempt) => ({ attempt, positive: false, ran: false, negative: false, why: 'no rows fit the tables' }));
  }

  get result(): Probe {
    return { probed: this.#all.map(outcomeOf), tellingKeys: [...this.#telling.values()], statements: this.#statements };
  }

  #open(wanted: (a: Attempt) => boolean = () => true): readonly Progress[] {
    return this.#all.filter((p) => !p.leak && wanted(p.attempt));
  }

  #target(attempt: Exclude<Attempt, { readonly command: 'call' }>, pair: WorldPair): Target {
    return { database: this.#facts.database, observer: this.#observer, pair, role: attempt.role, relation: attempt.on };
  }

  #attacks(attempt: Attempt, pair: WorldPair): readonly Attack[] {
    return attempt.command === 'call' ? callsOf(this.#observer, pair, attempt.on) : attacksOn(this.#target(attempt, pair), attempt.command);
  }

  /** Runs statements in a state; where there is a tenant, as superuser too. */
  async #fire(shots: readonly { readonly progress: Progress; readonly attack: Attack }[], state: State, pair: WorldPair): Promise<void> {
    if (shots.length === 0) return;
    const worlds = await fitted(this.#observer, state === 'tenant' ? pair : withoutOwn(pair));
    const setting = settings[state](this.#observer.tenants(this.#observer.tenantType).own);
    const strikes = await strike(this.#observer, shots.map(({ progress, attack }) => ({ ...attack, role: progress.attempt.role, setting })), worlds);
    this.#statements += 2 * strikes.length;
    for (const [i, { trial, seen, kind }] of strikes.entries()) {
      const progress = shots[i]?.progress;
      if (!progress || !kind) continue;
      const persists = async (sql: string): Promise<boolean> => (await strike(this.#observer.after(sql), [trial], worlds)).some((s) => s.kind !== undefined);
      progress.leak ??= { state, setting, sql: trial.sql, kind, row: foreignRow(seen), persists };
    }
    if (state === 'tenant') await this.#control(shots.map(({ progress }, i) => ({ progress, strike: strikes[i] })), worlds);
  }

  /** Whether the statements could have shown something: they reach rows of the tenant, and as superuser those of strangers. */
  async #control(shots: readonly { readonly progress: Progress; readonly strike: Strike | undefined }[], pair: WorldPair): Promise<void> {
    const texts = [...new Map(shots.flatMap((s) => (s.strike ? [[s.strike.trial.sql, { ...s.strike.trial, role: undefined }] as const] : []))).values()];
    const unbound = await observeBoth(this.#observer, texts, pair);
    this.#statements += 2 * texts.length;
    const bySql = new Map(texts.map((t, i) => [t.sql, unbound[i]]));
    for (const { progress, strike: struck } of shots) {
      const free = struck && bySql.get(struck.trial.sql);
      if (!struck || !free) continue;
      progress.positive ||= struck.seen.some(isReached);
      progress.ran ||= free.some((o) => o.status === 'ok');
      progress.negative ||= interference(free) !== undefined;
      const failed = struck.seen.find((o) => o.status === 'error');
      if (failed?.status === 'error') progress.why = failed.message;
    }
  }

  /** Everything at once, in the whole pair. */
  async attackAll(state: State, pair: WorldPair): Promise<void> {
    await this.#fire(this.#open().flatMap((progress) => this.#attacks(progress.attempt, pair).map((attack) => ({ progress, attack }))), state, pair);
  }

  /**
   * What foreign and unique keys keep from working elsewhere: rows of one table come, change and go where nothing refers to them.
   * `roundabout`: by way of MERGE and ON CONFLICT, too.
   */
  async attackTables(state: State, pair: WorldPair, roundabout: boolean): Promise<void> {
    const merges = (target: Target, command: Command): readonly Attack[] => (roundabout ? mergesOf(target, command) : []);
    const open = this.#open(({ command }) => command !== 'select' && command !== 'call');
    const keyed = open.flatMap((progress) => (progress.attempt.command === 'call' ? [] : [{ progress, attempt: progress.attempt, key: keyOf(rootOf(this.#facts.database, progress.attempt.on)) }]));
    for (const [key, group] of groupBy(keyed, (k) => k.key)) {
      const bare = withoutReferring(this.#observer, pair, key);
      const targets = group.map(({ progress, attempt }) => ({ progress, command: attempt.command, target: this.#target(attempt, bare) }));
      const aim = (command: Command, attacks: (target: Target) => readonly Attack[]) => targets.filter((t) => t.command === command).flatMap(({ progress, target }) => attacks(target).map((attack) => ({ progress, attack })));
      await this.#fire(aim('delete', (target) => [...attacksOn(target, 'delete'), ...merges(target, 'delete')]), state, bare);
      const [first] = targets;
      if (!first) continue;
      const rows = candidates(first.target);
      await this.#fire(aim('insert', (target) => rows.map((row) => insertOf(target, row))), state, withoutRows(bare, key, rows));
      if (roundabout) await this.#fire(aim('insert', (target) => rows.flatMap((row) => upsertsOf(target, row))), state, bare);
      for (const row of samples(first.target)) await this.#fire(aim('update', (target) => [...attacksOn(target, 'update'), ...merges(target, 'update')]), state, withOnly(bare, key, row));
    }
  }

  /** Whether an error tells that a stranger has a row: a key refuses what it takes where the stranger's is gone. */
  async attackKeys(pair: WorldPair): Promise<void> {
    const setting = this.#observer.tenants(this.#observer.tenantType).own;
    for (const { attempt } of this.#all) {
      if (attempt.command !== 'insert') continue;
      const { on, role } = attempt;
      const key = keyOf(rootOf(this.#facts.database, on));
      const bare = withoutReferring(this.#observer, pair, key);
      const target = this.#target(attempt, bare);
      const [own, foreign] = (['own', 'foreign'] as const).map((owner) => samples(target).find((r) => r.owner === owner));
      if (!own || !foreign) continue;
      const taken = takenKeys(target, own, foreign);
      const seen = await observeBoth(this.#observer, taken.map(({ attack }) => ({ ...attack, role, setting })), { one: withRows(bare.one, key, [foreign]), two: withRows(bare.one, key, []) });
      this.#statements += 2 * taken.length;
      for (const [i, { index, attack }] of taken.entries()) {
        const [there, gone] = seen[i] ?? [];
        if (there?.status === 'error' && there.code === uniqueViolation && there.message.includes(`"${index.name}"`) && gone?.status === 'ok') this.#telling.set(`${role} ${keyOf(on)} ${index.name}`, { role, on, index, setting, sql: attack.sql });
      }
    }
  }
}

const uniqueViolation = '23505';

const outcomeOf = ({ attempt, leak, positive, ran, negative, why }: Progress): Probed => {
  if (leak) return { ...attempt, outcome: 'leaks', leak };
  if (positive && negative) return { ...attempt, outcome: 'held' };
  if (ran && !negative) return { ...attempt, outcome: 'harmless' };
  return { ...attempt, outcome: 'unreached', why: positive || why === '' ? 'it reached no row of the tenant' : why };
};

const seedStep = 7919;

/**
 * Attacks the shadow of a database with every command of every role, on behalf of one tenant and of none, in pairs of worlds
 * that differ in other tenants' rows alone. Without a control that shows that an attack could have succeeded it says nothing.
 */
export const probe = async (facts: Facts, shadow: Shadow, { tries = 4, seed = 1, onProgress }: ProbeOptions = {}): Promise<Probe> => {
  const { query, run, close } = shadow.database;
  const takes = await takenBy(shadow);
  const observer = await Observer.open({ exec: run, query, close }, { schema: [], model: facts.tenancy.reading, withoutTenant: true });
  const prober = new Prober(facts, observer, attemptsOf(facts, takes));
  const pairs: WorldPair[] = [];
  for (let i = 0; i < tries; i += 1) {
    const pair = await pairFor(observer, seed + i * seedStep, i % 2 === 0 ? hintsOf(facts.snapshot) : undefined);
    if (pair) pairs.push(pair);
  }
  // A setting that was set once is never missing again, so that comes first.
  const rounds = states.flatMap((state) => (state === 'wildcard' ? pairs.slice(0, 1) : pairs).map((pair) => ({ state, pair })));
  for (const [i, { state, pair }] of rounds.entries()) {
    onProgress?.(i, rounds.length);
    await prober.attackAll(state, pair);
    await prober.attackTables(state, pair, pair === pairs[0]);
  }
  for (const pair of pairs) await prober.attackKeys(pair);
  return prober.result;
};
