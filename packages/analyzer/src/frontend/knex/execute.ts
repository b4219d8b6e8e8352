import { branch } from '../../flow/branch.ts';
import { awaitValue } from '../../flow/await.ts';
import type { Arguments } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import { scalar, undefinedValue, type Value } from '../../flow/value.ts';

/** What runs the query, or hands out its text so that somebody else may. */
export const executingMethods: ReadonlySet<string> = new Set(['then', 'catch', 'finally', 'stream', 'pipe', 'asCallback', 'toSQL', 'toString', 'toQuery']);

/** What changes nothing of what is sent. */
export const harmlessMethods: ReadonlySet<string> = new Set(['transacting', 'connection', 'options', 'timeout', 'debug', 'comment', 'hintComment', 'on', 'once', 'off', 'addListener', 'removeListener', 'removeAllListeners', 'prependListener']);

/** `then`, `catch` and `finally` of what a query gives. */
export const settle = (run: Run, name: string, rows: Value, args: Arguments): Value => {
  const [callback = undefinedValue, rejected = undefinedValue] = args.values;
  const call = (f: Value, given: readonly Value[]): Value => (f.kind === 'function' || f.kind === 'union' ? awaitValue(run, run.call(f, given, args.call), args.call) : scalar(args.call));
  const failed = (f: Value): Value => call(f, [scalar(args.call)]);
  switch (name) {
    case 'then':
      return branch(run, [() => call(callback, [rows]), ...(args.values.length > 1 ? [() => failed(rejected)] : [])]);
    case 'catch':
      return branch(run, [() => rows, () => failed(callback)]);
    case 'finally':
      call(callback, []);
      return rows;
    case 'asCallback':
      call(callback, [scalar(args.call), rows]);
      return rows;
    case 'stream':
      for (const f of args.values) call(f, [scalar(args.call)]);
      return rows;
    default:
      return scalar(args.call);
  }
};
