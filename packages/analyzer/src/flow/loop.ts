import { isHeapName, joinSnapshots, restore, type Snapshot, takeSnapshot } from './environment.ts';
import { resume, snapshot } from './branch.ts';
import { same } from './join.ts';
import { newBranch } from './path.ts';
import type { Run, Target } from './run.ts';
import { type Item, scalar, type Value } from './value.ts';
import type { ts } from 'ts-morph';

const maxTurns = 5;
const maxUnrolled = 24;

/** Only what was there before the loop matters after it, and objects that variables from before may hold now. */
const onlyKnown = (after: Snapshot, before: Snapshot): Snapshot => {
  const names = new Map(before.map(([env, values]) => [env, values] as const));
  return after
    .filter(([env]) => names.has(env))
    .map(([env, values]) => [env, new Map([...values].filter(([name]) => isHeapName(name) || names.get(env)?.has(name)))] as const);
};

const unchanged = (a: Snapshot, b: Snapshot): boolean => {
  const other = new Map(b);
  return a.every(([env, values]) => [...values].every(([name, value]) => {
    const before = other.get(env)?.get(name);
    return before === undefined ? isHeapName(name) : same(before, value);
  }));
};

const lost = (value: Value, at: ts.Node): Value => {
  const cause = 'it changes from turn to turn of a loop in a way that is not followed';
  const first = value.kind === 'union' ? value.options.map((o) => o.value).find((v) => v.kind === 'foreign') : value;
  return first?.kind === 'foreign' ? first.widened(cause) : scalar(at, { cause });
};

const widen = (now: Snapshot, before: Snapshot, at: ts.Node): Snapshot => {
  const old = new Map(before);
  return now.map(([env, values]) => {
    const wide = new Map(values);
    for (const [name, value] of values) {
      const known = old.get(env)?.get(name);
      if (known && !same(known, value)) wide.set(name, lost(value, at));
    }
    return [env, wide] as const;
  });
};

const oneTurn = (run: Run, label: string | undefined, turn: () => void): { readonly end: Snapshot | undefined; readonly breaks: readonly Snapshot[] } => {
  const target: Target = { label, loop: true, breaks: [], continues: [] };
  const frame = run.stack.at(-1);
  frame?.targets.push(target);
  turn();
  frame?.targets.pop();
  resume(run, [...(run.alive ? [snapshot(run)] : []), ...target.continues]);
  return { end: run.alive ? snapshot(run) : undefined, breaks: target.breaks };
};

/** Runs the body any number of times, zero included (unless `once`), until the state no longer changes. */
export const repeat = (run: Run, at: ts.Node, turn: () => void, label?: string, once = false): void => {
  let head = snapshot(run);
  let breaks: readonly Snapshot[] = [];
  let ends: readonly Snapshot[] = [];
  for (let i = 0; ; i++) {
    restore(head);
    run.alive = true;
    const { end, breaks: broken } = oneTurn(run, label, turn);
    breaks = broken.map((b) => onlyKnown(b, head));
    if (!end) break;
    const after = onlyKnown(end, head);
    ends = [after];
    const joined = joinSnapshots([head, after], newBranch(), true);
    if (!joined || unchanged(joined, head)) break;
    head = i >= maxTurns ? widen(joined, head, at) : joined;
    if (i > maxTurns) break;
  }
  run.alive = true;
  resume(run, [...(once ? ends : [head]), ...breaks], newBranch(), true);
};

/** Runs the body for each element of a list: one after the other when they are known, else any number of times. */
export const forEachItem = (run: Run, items: readonly Item[] | undefined, at: ts.Node, body: (item: Value, index: number) => void, label?: string): void => {
  if (items && items.length <= maxUnrolled && items.every((i) => i.presence === 'one')) {
    const breaks: Snapshot[] = [];
    for (const [i, item] of items.entries()) {
      if (!run.alive) break;
      const { breaks: broken } = oneTurn(run, label, () => { body(item.value, i); });
      breaks.push(...broken);
    }
    resume(run, [...(run.alive ? [takeSnapshot(run.stack.map((f) => f.env))] : []), ...breaks]);
    return;
  }
  if (!items) { repeat(run, at, () => { body(scalar(at), -1); }, label); return; }
  for (const item of items) {
    if (!run.alive) return;
    repeat(run, at, () => { body(item.value, -1); }, label, item.presence === 'one');
  }
};
