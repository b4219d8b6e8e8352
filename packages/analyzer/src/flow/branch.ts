import { isHeapName, joinAlong, joinSnapshots, restore, type Snapshot, takeSnapshot } from './environment.ts';
import { join, unionOf } from './join.ts';
import { meetPaths, newBranch, noPath, type Path } from './path.ts';
import type { Run } from './run.ts';
import { optionsOf, type Single, undefinedValue, type Value } from './value.ts';

export const snapshot = (run: Run): Snapshot => takeSnapshot(run.stack.map((f) => f.env));

/** Goes on with the join of states; dead when there is none. */
export const resume = (run: Run, snapshots: readonly Snapshot[], branch = newBranch(), loop = false): void => {
  resumeWith(run, joinSnapshots(snapshots, branch, loop));
};

/** Goes on with a state; dead when there is none. */
export const resumeWith = (run: Run, state: Snapshot | undefined): void => {
  run.alive = state !== undefined;
  if (state) restore(state);
};

/** Runs each arm from the present state and joins what is left alive; the value is the join of the arms' values. */
export const branch = (run: Run, arms: readonly (() => Value)[]): Value => {
  const id = newBranch();
  const before = snapshot(run);
  const ends: Snapshot[] = [];
  const values: { value: Value; arm: number }[] = [];
  arms.forEach((arm, i) => {
    restore(before);
    run.alive = true;
    const value = arm();
    if (!run.alive) return;
    ends.push(snapshot(run));
    values.push({ value, arm: i });
  });
  resume(run, ends, id);
  return values.length === 0 ? undefinedValue : join(values, id, false);
};

/** What objects that are changed in place hold on a path. */
const onPath = (state: Snapshot, path: Path): Snapshot =>
  state.map(([env, values]) => [
    env,
    new Map(
      [...values].map(([name, value]) => {
        if (!isHeapName(name) || value.kind !== 'union') return [name, value] as const;
        const options = value.options.filter((o) => meetPaths(o.path, path) !== undefined);
        return [name, options.length === 0 || options.length === value.options.length ? value : unionOf(options)] as const;
      }),
    ),
  ]);

/** Runs a computation for each alternative of a value, in the state that goes with it; what it changes is changed on that path alone. */
export const along = (run: Run, value: Value, compute: (single: Single) => Value): Value => {
  if (value.kind !== 'union') return compute(value);
  const before = snapshot(run);
  const ends: { snapshot: Snapshot; path: Path }[] = [];
  const results: { path: Path; value: Single }[] = [];
  for (const { path, value: single } of value.options) {
    restore(onPath(before, path));
    run.alive = true;
    const result = compute(single);
    if (!run.alive) continue;
    ends.push({ snapshot: snapshot(run), path });
    for (const option of optionsOf(result)) {
      const met = meetPaths(path, option.path);
      if (met) results.push({ path: met, value: option.value });
    }
  }
  resumeWith(run, joinAlong(ends));
  return results.length === 0 ? undefinedValue : unionOf(results);
};

const maxReplays = 64;

/** One alternative of a value; the computation around is repeated for the others. */
export const choose = (run: Run, value: Value): Single => {
  if (value.kind !== 'union') return value;
  const choice = run.choices.at(-1);
  const feasible = value.options
    .map((o) => ({ value: o.value, path: choice ? meetPaths(choice.path, o.path) : o.path }))
    .filter((o): o is { value: Single; path: Path } => o.path !== undefined);
  const position = choice?.sizes.length ?? 0;
  const picked = feasible[choice?.script[position] ?? 0] ?? feasible[0];
  if (!picked) return undefinedValue;
  if (choice) {
    choice.sizes.push(feasible.length);
    choice.path = picked.path;
  }
  return picked.value;
};

/** The next script of choices in odometer order; undefined after the last. */
const nextScript = (script: readonly number[], sizes: readonly number[]): number[] | undefined => {
  const padded = sizes.map((_, i) => script[i] ?? 0);
  for (let i = sizes.length - 1; i >= 0; i--) {
    const next = (padded[i] ?? 0) + 1;
    if (next < (sizes[i] ?? 1)) return [...padded.slice(0, i), next];
  }
  return undefined;
};

/** Runs a computation once for every combination of what it {@link choose}s. `overflow` answers when there are too many. */
export const alternatives = (run: Run, compute: () => Value, overflow: () => Value): Value => {
  const results: { path: Path; value: Single }[] = [];
  let script: number[] | undefined = [];
  for (let replay = 0; script; replay++) {
    if (replay >= maxReplays) return overflow();
    const choice = { script, sizes: [] as number[], path: run.choices.at(-1)?.path ?? noPath };
    run.choices.push(choice);
    try {
      for (const option of optionsOf(compute())) {
        const path = meetPaths(choice.path, option.path);
        if (path) results.push({ path, value: option.value });
      }
    } finally {
      run.choices.pop();
    }
    if (!run.alive) return undefinedValue;
    script = nextScript(script, choice.sizes);
  }
  return unionOf(results);
};
