import type { ts } from 'ts-morph';
import { alternatives, choose } from '../../flow/branch.ts';
import { heapName } from '../../flow/environment.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import type { Root } from '../../flow/site.ts';
import { scalar, type Value } from '../../flow/value.ts';
import { type Decided, decideStatements, rowsOf } from '../execution.ts';
import { type Call, callOf } from './call.ts';
import { statementsOf } from './compile.ts';
import { type Draft, emptyDraft, withProblem } from './draft.ts';
import { executingMethods, harmlessMethods, settle } from './execute.ts';
import { Held, Lost } from './held.ts';
import { draftOf, State } from './state.ts';

/** Where a builder was made: on a handle it is a query site, in a callback it is a part of another query. */
export interface Origin {
  readonly node: ts.Node;
  readonly site: boolean;
}

/** What a method makes of a builder. */
export type Method = (draft: Draft, call: Call) => Draft;

/** The methods of a kind of builder. */
export interface Vocabulary {
  readonly method: (name: string) => Method | undefined;
  /** Methods that give back something else than the builder. */
  readonly special: (name: string) => ((builder: KnexBuilder, call: Call) => Value) | undefined;
  /** That of the builders which callbacks get; its own when undefined. */
  readonly query?: Vocabulary | undefined;
}

/** A builder that is changed in place, wherever somebody holds it. What it holds is kept beside the variables of the program. */
export class KnexBuilder extends Foreign {
  readonly origin: Origin;
  readonly #name = heapName();
  readonly #vocabulary: Vocabulary;

  constructor(origin: Origin, vocabulary: Vocabulary) {
    super();
    this.origin = origin;
    this.#vocabulary = vocabulary;
  }

  override get isMutable(): boolean {
    return true;
  }

  /** A new one that holds a draft. */
  static made(run: Run, origin: Origin, state: Value, vocabulary: Vocabulary): KnexBuilder {
    const builder = new KnexBuilder(origin, vocabulary);
    builder.write(run, state);
    return builder;
  }

  get root(): Root {
    return { node: this.origin.node };
  }

  read(run: Run): Value | undefined {
    return run.stack[0]?.env.values.get(this.#name);
  }

  state(run: Run): Value {
    return this.read(run) ?? new State(withProblem(emptyDraft, `${spelled(this.origin.node)} was made where what becomes of it is not followed`));
  }

  write(run: Run, state: Value): void {
    run.stack[0]?.env.declare(this.#name, state);
    if (this.origin.site) run.log.track(this.root, new Held(this, state), run);
  }

  /** Changes what it holds, in each of its alternatives. */
  change(run: Run, by: (draft: Draft) => Draft): void {
    const before = this.state(run);
    this.write(
      run,
      alternatives(
        run,
        () => new State(by(draftOf(choose(run, before)))),
        () => new State(withProblem(draftOf(before.kind === 'union' ? before.options[0]?.value : before), 'the query has more alternatives than are told apart')),
      ),
    );
  }

  trouble(run: Run, cause: string): this {
    this.change(run, (draft) => withProblem(draft, cause));
    return this;
  }

  copy(run: Run): KnexBuilder {
    return KnexBuilder.made(run, this.origin, this.state(run), this.#vocabulary);
  }

  override invoke(name: string, args: Arguments, run: Run): Value {
    const { method, special, query = this.#vocabulary } = this.#vocabulary;
    if (executingMethods.has(name)) return settle(run, name, this.run(run, args.call), args);
    if (name === 'clone') return this.copy(run);
    if (name === 'queryContext') return args.values.length === 0 ? scalar(args.call) : this;
    const give = special(name);
    const change = method(name);
    if (!change && harmlessMethods.has(name)) return this;
    if (args.open) return this.trouble(run, `the arguments of ${name} are a spread list`);
    if (name === 'modify') return this.#modify(args, run);
    if (give) return give(this, callOf(run, args, query));
    if (!change) return this.trouble(run, `the method ${name} of the builder is not known`);
    this.change(run, (draft) => change(draft, callOf(run, args, query)));
    return this;
  }

  /** `modify(f, …)` calls `f` with the builder, as `this` too. */
  #modify(args: Arguments, run: Run): Value {
    const [f, ...rest] = args.values;
    if (f?.kind !== 'function') return this.trouble(run, 'the function that modifies the builder is not followed');
    run.call({ ...f, self: f.self ?? this }, [this, ...rest], args.call);
    return this;
  }

  override property(name: string, _node: ts.Node, run: Run): Value | undefined {
    if (name === 'or' || name === 'not') this.change(run, (draft) => (name === 'or' ? { ...draft, bool: 'or' } : { ...draft, not: true }));
    return ['and', 'or', 'not'].includes(name) ? this : this.#asValue(name, run);
  }

  /** A method taken off its builder, and whatever else. */
  #asValue(name: string, run: Run): Value | undefined {
    if (name !== 'client') this.trouble(run, `${name} is taken off the builder`);
    return undefined;
  }

  /** It went into another query: it is decided there. */
  consume(run: Run): void {
    if (!this.origin.site) return;
    run.log.consumed.add(this.origin.node);
  }

  decide(run: Run, state: Value = this.state(run)): readonly Decided[] {
    const decided: Decided[] = [];
    if (!this.origin.site) return decided;
    const lost = (): Value => (run.log.lose(this.root, run.entry, 'the query has more alternatives than are told apart'), state);
    alternatives(run, () => (decided.push(...decideStatements(run, this.root, statementsOf(run, draftOf(choose(run, state)), this.origin.node))), state), lost);
    return decided;
  }

  run(run: Run, at: ts.Node): Value {
    return this.origin.site ? rowsOf(this.decide(run), at, run) : scalar(at);
  }

  override awaited(node: ts.Node, run: Run): Value {
    return this.run(run, node);
  }

  override escape(cause: string, run: Run): void {
    if (this.origin.site) run.log.lose(this.root, run.entry, cause);
    this.decide(run);
    this.trouble(run, cause);
  }

  override kept(_cause: string, run: Run): void {
    this.decide(run);
  }

  override shared(cause: string, run: Run): void {
    this.trouble(run, cause);
  }

  override returned(run: Run): void {
    this.decide(run);
  }

  override widened(cause: string): Foreign {
    return new Lost(this, cause);
  }

  override fingerprint(): string {
    return `knex:${this.origin.node.pos}`;
  }
}
