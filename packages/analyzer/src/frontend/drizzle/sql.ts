import type { ts } from 'ts-morph';
import { choose } from '../../flow/branch.ts';
import { decided } from '../../flow/condition.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { newBranch } from '../../flow/path.ts';
import type { Run } from '../../flow/run.ts';
import { stringOf } from '../../flow/text.ts';
import { undefinedValue, type Value } from '../../flow/value.ts';
import { hole, name, type Part } from './part.ts';

/** Whoever holds a `SQL` object sees what is appended to it. */
interface Cell {
  appended: boolean;
}

/** A `SQL` object, or one with an alias. */
export class Sql extends Foreign {
  readonly #parts: readonly Part[];
  readonly node: ts.Node;
  readonly alias: string | undefined;
  /** It stands for a field of the query it is selected in, and is printed as its alias. */
  readonly isField: boolean;
  readonly #cell: Cell;

  constructor(parts: readonly Part[], node: ts.Node, more: { readonly alias?: string | undefined; readonly isField?: boolean; readonly cell?: Cell } = {}) {
    super();
    this.#parts = parts;
    this.node = node;
    this.alias = more.alias;
    this.isField = more.isField ?? false;
    this.#cell = more.cell ?? { appended: false };
  }

  get parts(): readonly Part[] {
    return this.#cell.appended ? [hole('the fragment is changed by append, which is not followed', 'unproven-fragment')] : this.#parts;
  }

  /** As it is printed in another one: an aliased expression by its alias. */
  get chunk(): readonly Part[] {
    return this.alias === undefined ? [{ kind: 'sql', parts: this.parts }] : [name(this.alias)];
  }

  unaliased(): Sql {
    return new Sql(this.#parts, this.node, { cell: this.#cell });
  }

  asField(): Sql {
    return new Sql(this.#parts, this.node, { alias: this.alias, isField: true, cell: this.#cell });
  }

  override invoke(method: string, args: Arguments, run: Run): Value | undefined {
    const [first = undefinedValue] = args.values;
    switch (method) {
      case 'as': {
        if (args.values.length === 0) return this;
        const alias = stringOf(choose(run, first));
        return alias === undefined ? new Sql([hole('the alias is only known at run time')], this.node) : new Sql(this.#parts, this.node, { alias, cell: this.#cell });
      }
      case 'mapWith':
      case 'inlineParams':
      case 'getSQL':
        return this;
      case 'if': {
        const known = decided(run, first);
        if (known !== undefined) return known ? this : undefinedValue;
        const id = newBranch();
        return { kind: 'union', options: [this, undefinedValue].map((value, arm) => ({ path: new Map([[id, arm]]), value })) };
      }
      case 'append':
        this.#cell.appended = true;
        return this;
      default:
        return undefined;
    }
  }

  override property(key: string): Value | undefined {
    return key === 'sql' && this.alias !== undefined ? this.unaliased() : undefined;
  }

  /** A whole statement that goes where nobody follows is run there, for all we know. */
  override escape(cause: string, run: Run): void {
    const [first] = this.parts;
    if (first?.kind === 'text' && /^\s*(select|insert|update|delete|merge|with|truncate|copy|call|do)\b/i.test(first.text)) run.log.lose({ node: this.node }, run.entry, cause);
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof Sql && other.node === this.node && other.alias === this.alias && other.#parts === this.#parts ? this : undefined;
  }

  override widened(cause: string): Foreign {
    return new Sql([hole(cause)], this.node, { alias: this.alias });
  }

  override fingerprint(): string {
    return `sql:${this.node.pos}`;
  }
}
