import type { Guarantee } from '../../flow/guarantee.ts';
import { alternatives, choose } from '../../flow/branch.ts';
import type { Arguments } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import { scalar, undefinedValue, type Value } from '../../flow/value.ts';
import { type Decided, decideStatements, rowsOf } from '../execution.ts';
import { Fragment } from '../kysely/fragment.ts';
import { type Creator, Handle, rootMethods } from '../kysely/handle.ts';

/** Kysely's methods that a handle of scoped-kysely has; those that lead out of the scope it has not. */
const methods: ReadonlySet<string> = new Set([...[...rootMethods].filter((name) => name !== 'replaceInto'), 'transaction', 'startTransaction', 'connection', 'executeQuery', 'fn', 'case']);

/** `ScopedKysely`, its transactions, and what its `with` returns. */
export class ScopedHandle extends Handle {
  static of(guarantee: Guarantee): ScopedHandle {
    return new ScopedHandle({ site: true, ctes: [], recursive: false, guarantee });
  }

  protected override derive(creator: Creator): Handle {
    return new ScopedHandle(creator);
  }

  override property(name: string): Value | undefined {
    return name === 'fn' ? super.property(name) : undefined;
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    return methods.has(name) ? super.invoke(name, args, run) : undefined;
  }
}

/** `CrossTenantKysely`: what `crossTenant` returns. */
export class CrossTenantHandle extends ScopedHandle {
  /** The call of `crossTenant`, where it is seen. */
  readonly #declaration: Arguments | undefined;

  constructor(guarantee: Guarantee, declaration?: Arguments) {
    super({ site: true, ctes: [], recursive: false, guarantee });
    this.#declaration = declaration;
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    return name === 'raw' ? this.#raw(args, run) : super.invoke(name, args, run);
  }

  /** One statement of raw SQL. */
  #raw(args: Arguments, run: Run): Value {
    const root = { node: args.call, guarantee: this.creator.guarantee };
    const decided: Decided[] = [];
    run.log.open({ node: args.call });
    const lose = (cause: string): Value => (run.log.lose(root, run.entry, cause), undefinedValue);
    alternatives(
      run,
      () => {
        const statement = choose(run, args.values[0] ?? undefinedValue);
        if (!(statement instanceof Fragment)) return lose('the statement was made where it is not followed');
        decided.push(...decideStatements(run, root, statement.statements()));
        return undefinedValue;
      },
      () => lose('the statement has more alternatives than are told apart'),
    );
    return decided.length > 0 ? rowsOf(decided, args.call, run) : scalar(args.call);
  }

  /** Whoever has the handle runs what they like: the escape itself counts then. */
  override escape(cause: string, run: Run): void {
    if (this.#declaration) run.log.lose({ node: this.#declaration.call, guarantee: this.creator.guarantee }, run.entry, cause);
  }

  override returned(run: Run): void {
    this.escape('somebody unknown is given the handle', run);
  }
}
