import type { ts } from 'ts-morph';
import { awaitValue } from '../../flow/await.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { scalar, undefinedValue, type Value } from '../../flow/value.ts';
import { BatchInsert } from './batch-insert.ts';
import { KnexBuilder } from './builder.ts';
import { callOf } from './call.ts';
import { Client } from './client.ts';
import { emptyDraft, withProblem } from './draft.ts';
import { methodNames, vocabulary } from './methods.ts';
import { text } from './parts.ts';
import { KnexRaw } from './raw.ts';
import { rawAt } from './raw-text.ts';
import { KnexRef } from './ref.ts';
import { SchemaBuilder } from './schema-builder.ts';
import { State } from './state.ts';

/** What a handle has from its builders: `knex.select(…)`. */
const builderNames: readonly string[] = [...methodNames, 'transacting', 'connection', 'debug', 'fromJS'];
const builderMethods: ReadonlySet<string> = new Set(builderNames);

/** The methods of a handle that start a query. */
export const startNames: readonly string[] = [...builderNames, 'queryBuilder', 'raw', 'batchInsert'];

/** Those that send nothing by themselves. */
const silent: ReadonlySet<string> = new Set(['destroy', 'initialize', 'commit', 'rollback', 'isCompleted', 'on', 'once', 'off', 'addListener', 'removeListener', 'removeAllListeners', 'emit', 'listeners', 'disableProcessing', 'enableProcessing']);

const openNames: readonly string[] = ['transaction', 'savepoint', 'transactionProvider', 'withUserParams'];
export const handleNames: readonly string[] = [...startNames, ...openNames, 'ref'];

/** `knex.fn` */
class Functions extends Foreign {
  override invoke(name: string, args: Arguments): Value {
    if (name === 'now') return new KnexRaw([text('CURRENT_TIMESTAMP')], args.call);
    return name === 'uuid' ? new KnexRaw([text('(gen_random_uuid())')], args.call) : scalar(args.call);
  }
}

/** What gives a transaction when it is called. */
class Provider extends Foreign {
  readonly #handle: KnexHandle;

  constructor(handle: KnexHandle) {
    super();
    this.#handle = handle;
  }

  override call(): Value {
    return this.#handle;
  }
}

/** A method taken off a handle. */
class Taken extends Foreign {
  readonly #handle: KnexHandle;
  readonly #name: string;

  constructor(handle: KnexHandle, name: string) {
    super();
    this.#handle = handle;
    this.#name = name;
  }

  override call(args: Arguments, run: Run): Value {
    return this.#handle.invoke(this.#name, args, run);
  }
}

/** A handle: `Knex` or `Knex.Transaction`. */
export class KnexHandle extends Foreign {
  /** Why the names in its queries are not those in the database. */
  readonly #problem: string | undefined;

  constructor(problem?: string) {
    super();
    this.#problem = problem;
  }

  #start(run: Run, node: ts.Node): KnexBuilder {
    run.log.open({ node });
    run.log.reached.add(node);
    const draft = this.#problem === undefined ? emptyDraft : withProblem(emptyDraft, this.#problem);
    return KnexBuilder.made(run, { node, site: true }, new State(draft), vocabulary);
  }

  /** `knex('orders as o')` */
  override call(args: Arguments, run: Run): Value {
    const builder = this.#start(run, args.call);
    return args.values.length === 0 && !args.open ? builder : builder.invoke('table', args, run);
  }

  override invoke(name: string, args: Arguments, run: Run): Value {
    if (builderMethods.has(name)) return this.#start(run, args.call).invoke(name, args, run);
    if (silent.has(name)) return scalar(args.call);
    switch (name) {
      case 'queryBuilder':
        return this.#start(run, args.call);
      case 'raw':
        return rawAt(callOf(run, args, vocabulary), 0);
      case 'ref':
        return new KnexRef({ call: callOf(run, args, vocabulary) });
      case 'batchInsert':
        return this.#batchInsert(args, run);
      case 'transaction':
      case 'savepoint':
        return this.#transaction(args, run);
      case 'transactionProvider':
        return new Provider(this);
      case 'withUserParams':
        return this;
      default:
        run.log.lose({ node: args.call }, run.entry, `the method ${name} of the handle is not known`);
        return scalar(args.call);
    }
  }

  /** What the callback gives back is awaited, and so executed. */
  #transaction(args: Arguments, run: Run): Value {
    const callback = args.values.find((v) => v.kind === 'function' || v.kind === 'union');
    if (callback) return awaitValue(run, run.call(callback, [this], args.call), args.call);
    const [given] = args.values;
    if (given?.kind === 'scalar' && run.host.isFunction(given.node)) run.log.lose({ node: args.call }, run.entry, `what ${spelled(given.node)} does with the transaction is not followed`);
    return this;
  }

  #batchInsert(args: Arguments, run: Run): Value {
    const builder = this.#start(run, args.call);
    const [table = undefinedValue, rows = undefinedValue] = args.values;
    const [tableNode = args.call, rowsNode = args.call] = args.nodes;
    if (args.open) builder.trouble(run, 'the arguments of batchInsert are a spread list');
    builder.invoke('table', { ...args, values: [table], nodes: [tableNode] }, run);
    builder.invoke('insert', { ...args, values: [rows], nodes: [rowsNode] }, run);
    builder.run(run, args.call);
    return new BatchInsert(builder);
  }

  override property(name: string, node: ts.Node, run: Run): Value | undefined {
    if (name === 'schema') return new SchemaBuilder(vocabulary);
    if (name === 'fn') return new Functions();
    if (name === 'client') return new Client(node);
    return builderMethods.has(name) || handleNames.includes(name) ? this.#taken(name, run) : undefined;
  }

  #taken(name: string, _run: Run): Value {
    return new Taken(this, name);
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof KnexHandle && other.#problem === this.#problem ? this : undefined;
  }

  override fingerprint(): string {
    return `knex-handle:${this.#problem ?? ''}`;
  }
}
