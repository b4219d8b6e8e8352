import type { ts } from 'ts-morph';
import { Foreign } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import type { Value } from '../../flow/value.ts';
import type { Builder } from './builder.ts';

/** A compiled query: `db.executeQuery(compiled)` runs it; wherever else it goes, it may be run there. */
export class Compiled extends Foreign {
  readonly builder: Builder;
  readonly node: ts.Node;

  constructor(builder: Builder, node: ts.Node) {
    super();
    this.builder = builder;
    this.node = node;
  }

  decide(run: Run, at: ts.Node): Value {
    return this.builder.execute(run, at);
  }

  override property(_name: string, _node: ts.Node, run: Run): Value | undefined {
    // `compiled.sql` is run by other means.
    this.builder.decide(run);
    return undefined;
  }

  override escape(_cause: string, run: Run): void {
    this.builder.decide(run);
  }

  override returned(run: Run): void {
    this.builder.decide(run);
  }
}
