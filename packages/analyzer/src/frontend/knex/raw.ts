import type { Statement } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import { alternatives } from '../../flow/branch.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { spanOf } from '../../flow/offsets.ts';
import type { Run } from '../../flow/run.ts';
import { scalar, type Value } from '../../flow/value.ts';
import { decideStatements, rowsOf } from '../execution.ts';
import { readStatements } from '../sql-text/read.ts';
import { flatten } from './compile.ts';
import { executingMethods, harmlessMethods, settle } from './execute.ts';
import { hole, type Parts } from './parts.ts';

const statementStart = /^\s*(\(|select|insert|update|delete|merge|with|truncate|copy|call|do|set)\b/i;

/** `knex.raw(…)`: a query when it is awaited, a fragment where it stands in another one. */
export class KnexRaw extends Foreign {
  readonly node: ts.Node;
  readonly #parts: Parts;
  /** `wrap` and `as` change it in place: whoever holds it from before has something else now. */
  #changed = false;

  constructor(parts: Parts, node: ts.Node) {
    super();
    this.#parts = parts;
    this.node = node;
  }

  get parts(): Parts {
    return this.#changed ? [hole('the fragment was changed after it was made', 'unproven-fragment')] : this.#parts;
  }

  /** As a part of a query. */
  inserted(): Parts {
    return [{ kind: 'raw', parts: this.parts }];
  }

  /** It is changed into another one. */
  become(changed: KnexRaw): KnexRaw {
    this.#changed = true;
    return changed;
  }

  statements(run: Run): readonly Statement[] {
    return readStatements(flatten(run, this.parts), spanOf(this.node));
  }

  run(run: Run, at: ts.Node): Value {
    const decided: Parameters<typeof rowsOf>[0][number][] = [];
    const root = { node: this.node };
    run.log.open(root);
    alternatives(run, () => (decided.push(...decideStatements(run, root, this.statements(run))), this), () => (run.log.lose(root, run.entry, 'the text has more alternatives than are told apart'), this));
    return rowsOf(decided, at, run);
  }

  override awaited(node: ts.Node, run: Run): Value {
    return this.run(run, node);
  }

  override invoke(name: string, args: Arguments, run: Run): Value {
    // The text of a fragment is no query.
    if (/^to(SQL|Query|String)$/.test(name) && !this.#isStatement) return scalar(args.call);
    if (executingMethods.has(name)) return settle(run, name, this.run(run, args.call), args);
    if (harmlessMethods.has(name)) return this;
    if (name === 'queryContext') return args.values.length === 0 ? scalar(args.call) : this;
    if (name === 'wrap') return this.become(new KnexRaw([hole('the text is wrapped', 'unproven-fragment')], this.node));
    return this.become(new KnexRaw([hole(`the method ${name} of the fragment is not known`, 'unproven-fragment')], this.node));
  }

  get #isStatement(): boolean {
    const [first] = this.parts;
    return first?.kind !== 'text' || statementStart.test(first.text);
  }

  /** A whole statement that goes where nobody follows is executed there, for all we know. */
  override escape(cause: string, run: Run): void {
    if (this.#isStatement) run.log.lose({ node: this.node }, run.entry, cause);
  }

  override returned(run: Run): void {
    if (this.#isStatement) this.run(run, this.node);
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof KnexRaw && other.node === this.node && other.#parts === this.#parts ? this : undefined;
  }

  override fingerprint(): string {
    return `knex-raw:${this.node.pos}`;
  }
}
