import { heapName, type Name } from '../../flow/environment.ts';
import type { Statement } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import { alternatives, choose } from '../../flow/branch.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { isFunctionLike } from '../../flow/names.ts';
import { spanOf } from '../../flow/offsets.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import type { Root } from '../../flow/site.ts';
import { mapValue } from '../../flow/join.ts';
import { stringOf } from '../../flow/text.ts';
import { scalar, undefinedValue, type Value } from '../../flow/value.ts';
import { type Decided, decideStatements } from '../execution.ts';
import { readStatements } from '../sql-text/read.ts';
import { queryText } from './dialect.ts';
import { type Draft, mergeTails, withProblem } from './draft.ts';
import { fieldsOf, Subquery } from './fields.ts';
import { columnNames } from './naming.ts';
import { type Casing, hole, type Part, print, type Print } from './part.ts';
import { Prepared } from './prepared.ts';
import { mappedRows } from './rows.ts';
import { Sql } from './sql.ts';
import { Wrapper } from './wrapper.ts';

/** Where a query starts. */
export interface Origin {
  readonly node: ts.Node;
  /** False: made by a query builder without a database, so it is a part of another query. */
  readonly site: boolean;
  readonly casing: Casing;
}

/** What a query has come to on one path. */
class State extends Foreign {
  readonly draft: Draft;

  constructor(draft: Draft) {
    super();
    this.draft = draft;
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    if (!(other instanceof State)) return undefined;
    if (other.draft === this.draft) return this;
    const draft = mergeTails(this.draft, other.draft);
    return draft && new State(draft);
  }

  override widened(cause: string): Foreign {
    return new State(withProblem(this.draft, cause));
  }

  override fingerprint(): string {
    return `state:${this.draft.kind}`;
  }
}

/** The builder object: its methods change it and give it back. */
interface Identity {
  readonly key: Name;
  latest: number;
}

export type Step = (query: Query, draft: Draft, args: Arguments, run: Run) => Draft;
/** The method of a query of a kind; undefined when it is not known. */
export type StepFinder = (kind: Draft['kind'], name: string) => Step | undefined;

const isOfModule = (node: ts.Node): boolean => {
  for (let at: ts.Node | undefined = node; at; at = at.parent) if (isFunctionLike(at)) return false;
  return true;
};

/** The statements of parts, read by PostgreSQL's grammar. */
const statementsOf = (run: Run, parts: readonly Part[], { node, casing }: Pick<Origin, 'node' | 'casing'>, placeholder?: Print['placeholder']): readonly Statement[] =>
  readStatements(print(parts, { columnName: columnNames(run, casing), placeholder }), spanOf(node));

/** A query builder. What it holds is a variable that branches and loops change, kept with the variables of the run. */
export class Query extends Wrapper {
  readonly origin: Origin;
  readonly #identity: Identity;
  readonly #version: number;
  readonly #state: Value;
  readonly #steps: StepFinder;

  private constructor(origin: Origin, identity: Identity, state: Value, steps: StepFinder) {
    super();
    this.origin = origin;
    this.#identity = identity;
    this.#version = identity.latest;
    this.#state = state;
    this.#steps = steps;
  }

  /** A new one; `drafts`: what it begins as, in each alternative. */
  static start(run: Run, origin: Origin, draft: () => Draft, steps: StepFinder, otherwise: Draft): Query {
    const state = alternatives(run, () => new State(draft()), () => new State(withProblem(otherwise, 'it has more alternatives than are told apart')));
    const query = new Query(origin, { key: heapName(), latest: 0 }, state, steps);
    query.#keep(run, state);
    if (origin.site) {
      run.log.open(query.root);
      run.log.track(query.root, query, run);
    }
    return query;
  }

  override get isMutable(): boolean {
    return true;
  }

  get root(): Root {
    return { node: this.origin.node };
  }

  #keep(run: Run, state: Value): void {
    run.stack[0]?.env.declare(this.#identity.key, state);
  }

  /** What it holds now: nothing has changed it since, or the variables of the run say what it has become. */
  #now(run: Run): Value {
    if (this.#version === this.#identity.latest) return this.#state;
    return run.stack[0]?.env.get(this.#identity.key) ?? mapValue(this.#state, (s) => (s.kind === 'foreign' ? s.widened(`${spelled(this.origin.node)} is changed where it is not followed`) : s));
  }

  /** One alternative of what it holds. */
  #draft(run: Run): Draft {
    const v = choose(run, this.#now(run));
    return v instanceof State ? v.draft : withProblem({ kind: 'fixed', withs: [], isPartial: false, joins: [], sets: [], body: [], problems: [] }, 'what becomes of the query is not followed');
  }

  #step(args: Arguments, step: Step, run: Run): Query {
    const before = this.#now(run);
    const shared = isOfModule(this.origin.node) && !isOfModule(args.call);
    const next = alternatives(
      run,
      () => {
        const v = choose(run, before);
        if (!(v instanceof State)) return v;
        const draft = step(this, v.draft, args, run);
        return new State(shared ? withProblem(draft, 'all requests change the same query') : draft);
      },
      () => mapValue(before, (s) => (s.kind === 'foreign' ? s.widened(`${spelled(args.call)} has more alternatives than are told apart`) : s)),
    );
    this.#identity.latest++;
    this.#keep(run, next);
    const query = new Query(this.origin, this.#identity, next, this.#steps);
    if (this.origin.site) run.log.track(this.root, query, run);
    return query;
  }

  /** Whoever has the inside of it may change it. */
  override property(key: string, node: ts.Node, run: Run): Value {
    if (this.origin.site && key !== '_') run.log.lose(this.root, run.entry, `${key} is taken out of it, which is not followed`);
    return scalar(node);
  }

  override invoke(method: string, args: Arguments, run: Run): Value | undefined {
    switch (method) {
      case '$dynamic':
      case '$withCache':
      case 'setToken':
        return this;
      case 'execute':
      case 'all':
        return this.execute(run, args.call);
      case 'then':
      case 'catch':
      case 'finally':
        return this.#then(method, args, run);
      case 'prepare':
        return new Prepared(this.#frozen(run));
      case 'toSQL':
        return scalar(args.call);
      case 'as':
        return this.#as(args, run);
      case 'getSQL':
        return new Sql(this.text(run), args.call);
      default:
        return this.#change(method, args, run);
    }
  }

  #change(method: string, args: Arguments, run: Run): Value {
    const kind = choose(run, this.#now(run));
    const step = kind instanceof State ? this.#steps(kind.draft.kind, method) : undefined;
    const unknown = `the method ${method} of the query is not known`;
    if (!step && this.origin.site) run.log.lose(this.root, run.entry, unknown);
    return this.#step(args, step ?? ((_query, draft) => withProblem(draft, unknown)), run);
  }

  #then(method: string, args: Arguments, run: Run): Value {
    const rows = this.execute(run, args.call);
    const [callback] = args.values;
    if (method !== 'then' || !callback) {
      if (callback) run.call(callback, method === 'catch' ? [scalar(args.call)] : [], args.call);
      return rows;
    }
    return run.call(callback, [rows], args.call);
  }

  /** As it is now, whatever is done to it later. */
  #frozen(run: Run): Query {
    return new Query(this.origin, { key: heapName(), latest: 0 }, this.#now(run), this.#steps);
  }

  #as(args: Arguments, run: Run): Value {
    return alternatives(
      run,
      () => {
        const alias = stringOf(choose(run, args.values[0] ?? undefinedValue));
        const { parts, draft } = this.read(run);
        return alias === undefined ? new Sql([hole('the name of the sub-query is only known at run time')], args.call) : new Subquery(alias, parts, draft.fields ?? fieldsOf([]), false, args.call);
      },
      () => new Sql([hole('the sub-query has more alternatives than are told apart')], args.call),
    );
  }

  /** Its text where it is now, in one alternative; what it selects. */
  read(run: Run): { readonly parts: readonly Part[]; readonly draft: Draft } {
    this.consume(run);
    const draft = this.#draft(run);
    return { parts: queryText(draft), draft };
  }

  /** It went into another query, and is judged there. */
  consume(run: Run): void {
    if (this.origin.site) run.log.consumed.add(this.origin.node);
  }

  override text(run: Run): readonly Part[] {
    return this.read(run).parts;
  }

  decide(run: Run, placeholder?: Print['placeholder']): { readonly decided: readonly Decided[]; readonly drafts: readonly Draft[] } {
    const decided: Decided[] = [];
    const drafts: Draft[] = [];
    if (!this.origin.site) return { decided, drafts };
    alternatives(
      run,
      () => {
        const draft = this.#draft(run);
        drafts.push(draft);
        decided.push(...decideStatements(run, this.root, statementsOf(run, queryText(draft), this.origin, placeholder)));
        return scalar(this.origin.node);
      },
      () => (run.log.lose(this.root, run.entry, 'it has more alternatives than are told apart'), scalar(this.origin.node)),
    );
    return { decided, drafts };
  }

  /** Runs it: the site is judged here, and its rows remember how. */
  execute(run: Run, at: ts.Node, placeholder?: Print['placeholder']): Value {
    if (!this.origin.site) return scalar(at);
    const { decided, drafts } = this.decide(run, placeholder);
    const [first] = drafts;
    const fields = drafts.every((d) => d.fields === first?.fields) ? first?.fields : undefined;
    return mappedRows(run, decided, fields ?? fieldsOf([]), columnNames(run, this.origin.casing), at);
  }

  override awaited(node: ts.Node, run: Run): Value {
    return this.execute(run, node);
  }

  override escape(cause: string, run: Run): void {
    if (!this.origin.site) return;
    run.log.lose(this.root, run.entry, cause);
    this.decide(run);
  }

  override kept(_cause: string, run: Run): void {
    this.decide(run);
  }

  override returned(run: Run): void {
    this.decide(run);
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof Query && other.#identity === this.#identity && other.#version === this.#version ? this : undefined;
  }

  override widened(cause: string): Foreign {
    return new Query(this.origin, this.#identity, mapValue(this.#state, (s) => (s.kind === 'foreign' ? s.widened(cause) : s)), this.#steps);
  }

  override fingerprint(): string {
    return `query:${this.origin.node.pos}`;
  }
}
