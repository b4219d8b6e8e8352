import type { ts } from 'ts-morph';
import { join, unionOf } from './join.ts';
import { agreement, meetPaths, type Path, through } from './path.ts';
import { optionsOf, type Single, type Value } from './value.ts';

/** What a variable is known under: its declaration, or a property path (`declaration.property`) that a guard refined. */
export type Name = ts.Node | string;

let made = 0;
const heap = '\0heap:';

/** What an object of a library that is changed in place is known under: it outlives the blocks, loops and functions it was made in. */
export const heapName = (): Name => `${heap}${++made}`;

export const isHeapName = (name: Name): boolean => typeof name === 'string' && name.startsWith(heap);

/** The variables of one running function, block structure flattened; `parent` is where it was written down. */
export class Environment {
  #values = new Map<Name, Value>();
  /** A snapshot has the values, too: they are copied before the next write. */
  #shared = false;
  readonly parent: Environment | undefined;

  constructor(parent: Environment | undefined) {
    this.parent = parent;
  }

  /** Its own variables as they are; reading them while they are written shows them as they were. */
  get values(): ReadonlyMap<Name, Value> {
    return this.#values;
  }

  get(name: Name): Value | undefined {
    return this.#values.get(name) ?? this.parent?.get(name);
  }

  declare(name: Name, value: Value): void {
    this.#own().set(name, value);
  }

  forget(name: Name): void {
    if (this.#values.has(name)) this.#own().delete(name);
  }

  /** The values as they are now, whatever is written later. */
  share(): ReadonlyMap<Name, Value> {
    this.#shared = true;
    return this.#values;
  }

  /** Goes back to values that were shared, or that nobody else has. */
  restore(values: ReadonlyMap<Name, Value>): void {
    this.#values = values as Map<Name, Value>;
    this.#shared = true;
  }

  #own(): Map<Name, Value> {
    if (this.#shared) this.#values = new Map(this.#values);
    this.#shared = false;
    return this.#values;
  }

  /** Assigns where the name is declared; false when it is not declared here or outside. */
  assign(name: Name, value: Value): boolean {
    if (!this.#values.has(name)) return this.parent?.assign(name, value) ?? false;
    this.#own().set(name, value);
    return true;
  }
}

/** The variables of every running function at one moment. */
export type Snapshot = readonly (readonly [Environment, ReadonlyMap<Name, Value>])[];

/** Environments of the running functions and of the functions they were written in. */
export const reachable = (stack: readonly Environment[]): ReadonlySet<Environment> => {
  const found = new Set<Environment>();
  for (const start of stack) for (let env: Environment | undefined = start; env && !found.has(env); env = env.parent) found.add(env);
  return found;
};

export const takeSnapshot = (stack: readonly Environment[]): Snapshot => [...reachable(stack)].map((env) => [env, env.share()]);

/** Puts a snapshot back; later writes leave it as it is. */
export const restore = (snapshot: Snapshot): void => {
  for (const [env, values] of snapshot) env.restore(values);
};

/** How the alternatives of a name are joined. */
type Join = (present: readonly { readonly value: Value; readonly arm: number }[], name: Name) => Value;

const joinMaps = (maps: readonly ReadonlyMap<Name, Value>[], joinOne: Join): ReadonlyMap<Name, Value> => {
  const [first] = maps;
  if (first && maps.every((m) => m === first)) return first;
  const joined = new Map(first);
  for (const map of maps.slice(1)) for (const [name, value] of map) if (!joined.has(name)) joined.set(name, value);
  for (const name of joined.keys()) {
    const values = maps.map((m) => m.get(name));
    const present = values.map((value, arm) => ({ value, arm })).filter((v): v is { value: Value; arm: number } => v.value !== undefined);
    if (present.length > 1 && present.some((p) => p.value !== present[0]?.value)) joined.set(name, joinOne(present, name));
  }
  return joined;
};

/** More alternatives than this of what an object holds are put together again. */
const maxApart = 32;

/** Alternatives that keep the paths on which they are held: nothing is merged, so that values which belong together stay so. */
const apart = (options: readonly { readonly path: Path; readonly value: Single }[]): Value => {
  const kept: { path: Path; value: Single }[] = [];
  for (const option of options) {
    const twin = kept.findIndex((k) => k.value === option.value);
    if (twin === -1) kept.push(option);
    else kept[twin] = { path: agreement(kept[twin]?.path ?? option.path, option.path), value: option.value };
  }
  const [only] = kept;
  if (only && kept.length === 1) return only.value;
  return kept.length > maxApart ? unionOf(kept) : { kind: 'union', options: kept };
};

/** One name where several paths meet, each of them known: each value keeps the path on which it is held. */
const meetAlong = (held: readonly { readonly value: Value; readonly path: Path }[]): Value =>
  held[0] && held.every((h) => h.value === held[0]?.value)
    ? held[0].value
    : apart(
        held.flatMap(({ value, path }) =>
          optionsOf(value).flatMap((o) => {
            const met = meetPaths(o.path, path);
            return met ? [{ path: met, value: o.value }] : [];
          }),
        ),
      );

/** The state after paths meet that are told apart already. */
export const joinAlong = (ends: readonly { readonly snapshot: Snapshot; readonly path: Path }[]): Snapshot | undefined => {
  const [first] = ends;
  if (!first || ends.length === 1) return first?.snapshot;
  const byEnvironment = ends.map(({ snapshot, path }) => ({ values: new Map(snapshot), path }));
  return first.snapshot.map(([env]) => {
    const maps = byEnvironment.flatMap(({ values, path }) => {
      const map = values.get(env);
      return map ? [{ map, path }] : [];
    });
    const names = new Set(maps.flatMap(({ map }) => [...map.keys()]));
    const joined = [...names].map((name) => [name, meetAlong(maps.flatMap(({ map, path }) => (map.has(name) ? [{ value: map.get(name) as Value, path }] : [])))] as const);
    return [env, new Map(joined)] as const;
  });
};

/** The state after paths meet; undefined when none arrives. */
export const joinSnapshots = (snapshots: readonly Snapshot[], branch: number, loop = false): Snapshot | undefined => joinBy(snapshots, (present) => join(present, branch, loop));

/** The same at the end of a function: what objects hold stays with what was returned. */
export const joinReturns = (snapshots: readonly Snapshot[], branch: number): Snapshot | undefined =>
  joinBy(snapshots, (present, name) =>
    isHeapName(name) ? apart(present.flatMap(({ value, arm }) => optionsOf(value).map((o) => ({ path: through(o.path, branch, arm), value: o.value })))) : join(present, branch, false),
  );

const joinBy = (snapshots: readonly Snapshot[], joinOne: Join): Snapshot | undefined => {
  const [first] = snapshots;
  if (!first || snapshots.length === 1) return first;
  const byEnvironment = snapshots.map((s) => new Map(s));
  return first.map(([env]) => {
    const maps = byEnvironment.map((s) => s.get(env)).filter((m): m is ReadonlyMap<Name, Value> => m !== undefined);
    return [env, joinMaps(maps, joinOne)] as const;
  });
};
