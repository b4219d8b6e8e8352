import type { ts } from 'ts-morph';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { mapValue } from '../../flow/join.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { optionsOf, scalar, undefinedValue, type Value } from '../../flow/value.ts';
import { type Decided, rowsOf } from '../execution.ts';
import { SlonikQuery } from './token.ts';

/** Methods that run a query. */
export const queryMethods: readonly string[] = ['query', 'any', 'anyFirst', 'many', 'manyFirst', 'maybeOne', 'maybeOneFirst', 'one', 'oneFirst', 'exists', 'record', 'stream', 'copyFromBinary'];

/** Methods that hand a connection to a function. */
export const connecting: readonly string[] = ['connect', 'transaction'];

/** Those that put the query into another. */
const around: Readonly<Record<string, readonly [string, string]>> = { exists: ['SELECT EXISTS(', ')'] };

const returnRows: ReadonlySet<string> = new Set(['query', 'any', 'many', 'maybeOne', 'one']);

/** What is known of the rows; of one column, or of rows made to something else, no more than whether they were proved. */
const resultOf = (run: Run, name: string, decided: readonly Decided[], call: ts.Node): Value => {
  const rows = rowsOf(decided, call, run);
  return returnRows.has(name) ? rows : (rows.row?.column('', call) ?? rows);
};

/** Runs what it is given: each query counts for its template, what is unknown for the call. */
const execute = (run: Run, name: string, args: Arguments): Value => {
  const [given = undefinedValue] = args.values;
  const [node = args.call] = args.nodes;
  const decided: Decided[] = [];
  for (const { value } of optionsOf(given)) {
    if (value instanceof SlonikQuery) {
      run.log.answer(args.call, run.entry);
      // Where it is always refused, nothing was judged.
      run.log.open({ node: value.node });
      decided.push(...value.decide(run, around[name]));
    } else run.log.lose({ node: args.call }, run.entry, `${spelled(node)} is a query that is only known at run time`);
  }
  const result = resultOf(run, name, decided, args.call);
  const handler = name === 'stream' ? args.values[1] : undefined;
  if (handler) mapValue(handler, (h) => run.call(h, [scalar(args.call, { fetched: true })], args.call));
  return result;
};

/** A `DatabasePool`, or a connection of one. */
export class SlonikHandle extends Foreign {
  override property(name: string): Value | undefined {
    return queryMethods.includes(name) || connecting.includes(name) ? new SlonikMethod(name) : undefined;
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    run.log.reached.add(args.call);
    if (queryMethods.includes(name)) return execute(run, name, args);
    if (connecting.includes(name)) return run.call(args.values[0] ?? undefinedValue, [new SlonikHandle()], args.call);
    // What is left ends, tells its state or listens: a query that it is given is decided as it stands.
    return undefined;
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof SlonikHandle ? this : undefined;
  }

  override fingerprint(): string {
    return 'slonik';
  }
}

/** A method that was taken off its handle: `const { any } = pool`. */
export class SlonikMethod extends Foreign {
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }

  override call(args: Arguments, run: Run): Value | undefined {
    return new SlonikHandle().invoke(this.name, args, run);
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    if (name === 'bind') return this;
    return name === 'call' ? this.call({ ...args, values: args.values.slice(1), nodes: args.nodes.slice(1) }, run) : undefined;
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof SlonikMethod && other.name === this.name ? this : undefined;
  }

  override fingerprint(): string {
    return `slonik:${this.name}`;
  }
}
