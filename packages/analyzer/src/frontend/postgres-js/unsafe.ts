import type { ts } from 'ts-morph';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import { undefinedValue, type Value } from '../../flow/value.ts';
import { runQuery } from '../pg/client.ts';
import { textPieces } from '../pg/text.ts';
import type { Pieces } from '../sql-text/template.ts';

/** Methods that send a query, and those that only say how. */
export const sending: readonly string[] = ['then', 'catch', 'finally', 'execute', 'cursor', 'forEach'];
export const describing: readonly string[] = ['values', 'raw', 'simple', 'describe', 'cancel', 'readable', 'writable'];

/** `sql.unsafe(text, values)`: a query when it is awaited; in a template its text, without its values. */
export class PostgresUnsafe extends Foreign {
  readonly args: Arguments;

  constructor(args: Arguments, run: Run) {
    super();
    this.args = args;
    run.log.open({ node: args.call });
  }

  /** What it brings to the template that it stands in. */
  fragment(run: Run): Pieces {
    const { values, nodes, call } = this.args;
    run.log.consumed.add(call);
    return textPieces(run, values[0] ?? undefinedValue, nodes[0] ?? call);
  }

  override awaited(_node: ts.Node, run: Run): Value {
    return runQuery(run, this.args);
  }

  override invoke(name: string, _args: Arguments, run: Run): Value | undefined {
    if (sending.includes(name)) return runQuery(run, this.args);
    return describing.includes(name) ? this : undefined;
  }

  override escape(_cause: string, run: Run): void {
    runQuery(run, this.args);
  }

  override returned(run: Run): void {
    runQuery(run, this.args);
  }
}
