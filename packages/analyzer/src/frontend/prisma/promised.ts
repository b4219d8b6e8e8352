import type { ts } from 'ts-morph';
import { alternatives } from '../../flow/branch.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { type ScalarValue, undefinedValue, type Value } from '../../flow/value.ts';
import { type Decided, decideStatements, rowsOf } from '../execution.ts';
import { isAbsent, settle } from './argument.ts';
import { noArguments, readRelation, rowsFor } from './reads.ts';
import type { Model, PrismaSchema, Relation } from './schema/model.ts';
import { createScope, levelOf } from './scope.ts';

interface Sent {
  readonly decided: readonly Decided[];
  readonly call: Arguments;
  readonly schema: PrismaSchema;
  readonly model: Model | undefined;
  readonly method: string;
}

const callbacks: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);

/** What a method of a model returns: a promise of rows, from which the query may go on (`findUnique(…).items()`). */
export class Promised extends Foreign {
  readonly sent: Sent;

  constructor(sent: Sent) {
    super();
    this.sent = sent;
  }

  /** The rows of the query itself: it is sent before those that read what belongs to them. */
  rows(node: ts.Node, run: Run): ScalarValue {
    return rowsOf(this.sent.decided, node, run);
  }

  /** Of the rows: whoever reads one has awaited it. */
  override property(name: string, node: ts.Node, run: Run): Value | undefined {
    return this.rows(node, run).row?.column(name, node);
  }

  override awaited(node: ts.Node, run: Run): Value {
    return this.rows(node, run);
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    if (callbacks.has(name)) return this.#settled(name, args, run);
    const relation = this.sent.model?.relations.get(name);
    return relation && this.#follow(relation, args, run);
  }

  #settled(name: string, args: Arguments, run: Run): Value {
    const rows = this.rows(args.call, run);
    const [callback] = args.values;
    const result = callback ? run.call(callback, name === 'then' ? [rows] : [], args.call) : rows;
    return name === 'then' ? result : rows;
  }

  /** The rows of a relation of the row that was found. */
  #follow(relation: Relation, args: Arguments, run: Run): Value {
    const { schema, model, call } = this.sent;
    const target = schema.models.get(relation.target);
    const decided: Decided[] = [];
    const root = { node: call.call };
    alternatives(
      run,
      () => {
        const own = settle(run, call.values[0] ?? undefinedValue);
        const [node = args.call] = args.nodes;
        if (!model || own.kind !== 'object') return undefinedValue;
        const scope = createScope(run, schema);
        const rows = rowsFor(scope, levelOf(scope, model), own, call.nodes[0] ?? call.call);
        const value = args.values[0];
        const part = { key: relation.name, value: value === undefined || isAbsent(value) ? noArguments : value, node };
        decided.push(...decideStatements(run, root, readRelation(scope, rows, relation, part)));
        return undefinedValue;
      },
      () => (run.log.lose(root, run.entry, `${spelled(args.call)} has more alternatives than are told apart`), undefinedValue),
    );
    return new Promised({ decided, call, schema, model: target, method: relation.name });
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof Promised && other.sent.call.call === this.sent.call.call && other.sent.decided === this.sent.decided ? this : undefined;
  }

  override fingerprint(): string {
    return `prisma:${this.sent.call.call.pos}`;
  }
}
