import type { ts } from 'ts-morph';
import type { Arguments } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import type { Value } from '../../flow/value.ts';
import type { Part } from './part.ts';
import { Sql } from './sql.ts';
import { Wrapper } from './wrapper.ts';

interface Counted {
  readonly text: (run: Run) => readonly Part[];
  readonly invoke: (name: string, args: Arguments, run: Run) => Value | undefined;
  readonly awaited: (node: ts.Node, run: Run) => Value;
  readonly escape: (cause: string, run: Run) => void;
  readonly kept: (cause: string, run: Run) => void;
  readonly returned: (run: Run) => void;
}

/** `db.$count(table, filters)`: a query when it is awaited, a sub-query where it is selected. */
export class CountQuery extends Wrapper {
  readonly #query: Counted;
  readonly #node: ts.Node;

  constructor(query: Counted, node: ts.Node) {
    super();
    this.#query = query;
    this.#node = node;
  }

  override text(run: Run): readonly Part[] {
    return this.#query.text(run);
  }

  /** As a field of a selection. */
  asSql(run: Run): Sql {
    return new Sql([{ kind: 'text', text: '(' }, ...this.text(run), { kind: 'text', text: ')' }], this.#node);
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    if (/^(then|catch|finally)$/.test(name)) return this.#query.invoke(name, args, run);
    return this.asSql(run).invoke(name, args, run);
  }

  override awaited(node: ts.Node, run: Run): Value {
    return this.#query.awaited(node, run);
  }

  override escape(cause: string, run: Run): void {
    this.#query.escape(cause, run);
  }

  override kept(cause: string, run: Run): void {
    this.#query.kept(cause, run);
  }

  override returned(run: Run): void {
    this.#query.returned(run);
  }
}
