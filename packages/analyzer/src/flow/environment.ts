import type { ts } from 'ts-morph';
import { join } from './join.ts';
import type { Value } from './value.ts';

/** What a variable is known under: its declaration, or a property path (`declaration.property`) that a guard refined. */
export type Name = ts.Node | string;

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

const joinMaps = (maps: readonly ReadonlyMap<Name, Value>[], branch: number, loop: boolean): ReadonlyMap<Name, Value> => {
  const [first] = maps;
  if (first && maps.every((m) => m === first)) return first;
  const joined = new Map(first);
  for (const map of maps.slice(1)) for (const [name, value] of map) if (!joined.has(name)) joined.set(name, value);
  for (const name of joined.keys()) {
    const values = maps.map((m) => m.get(name));
    const present = values.map((value, arm) => ({ value, arm })).filter((v): v is { value: Value; arm: number } => v.value !== undefined);
    if (present.length > 1 && present.some((p) => p.value !== present[0]?.value)) joined.set(name, join(present, branch, loop));
  }
  return joined;
};

/** The state after paths meet; undefined when none arrives. */
export const joinSnapshots = (snapshots: readonly Snapshot[], branch: number, loop = false): Snapshot | undefined => {
  const [first] = snapshots;
  if (!first || snapshots.length === 1) return first;
  const byEnvironment = snapshots.map((s) => new Map(s));
  return first.map(([env]) => {
    const maps = byEnvironment.map((s) => s.get(env)).filter((m): m is ReadonlyMap<Name, Value> => m !== undefined);
    return [env, joinMaps(maps, branch, loop)] as const;
  });
};
