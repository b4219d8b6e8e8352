import { ts } from '#compiler';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import type { TypeHost } from '../../host/type-host.ts';
import { scalar, type Value } from '../../flow/value.ts';

/** Methods of a client that send what they are given. */
export const clientMethods: readonly string[] = ['query', 'stream', 'raw', 'runner', 'queryBuilder', 'transaction', 'schemaBuilder', '_query', '_stream'];

/** `knex.client`, which is declared to be of type any. */
export const isClient = (node: ts.Node, host: TypeHost): boolean => ts.isPropertyAccessExpression(node) && node.name.text === 'client' && ['knex', 'knex-builder'].includes(host.handle(node.expression) ?? '');

/** `knex.client`, whose methods reach the database past the query builder. */
export class Client extends Foreign {
  readonly #node: ts.Node;

  constructor(node: ts.Node) {
    super();
    this.#node = node;
  }

  override invoke(name: string, args: Arguments, run: Run): Value {
    if (clientMethods.includes(name)) run.log.lose({ node: args.call }, run.entry, `${spelled(this.#node)}.${name} reaches the database in a way that is not followed`);
    return scalar(args.call);
  }
}
