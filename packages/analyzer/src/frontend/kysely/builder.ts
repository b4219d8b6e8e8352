import { derived, opaqueStatement, type Query, type Relation, renameIdentifiers, type SelectItem, snakeCase, type Statement, subquery } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import { alternatives } from '../../flow/branch.ts';
import type { Arguments, Foreign } from '../../flow/foreign.ts';
import type { Guarantee } from '../../flow/guarantee.ts';
import type { Run } from '../../flow/run.ts';
import type { Root } from '../../flow/site.ts';
import { scalar, type Value } from '../../flow/value.ts';
import { type Draft, withProblem } from './draft.ts';
import { type Decided, decideStatements, rowsOf } from '../execution.ts';
import { lower, lowerQuery } from './lower.ts';
import { mergeDrafts } from './merge-drafts.ts';
import type { Naming } from './plugin.ts';
import type { Operand } from './operand.ts';
import { plain } from './operand.ts';
import { SqlValue } from './sql-value.ts';

/** Where a builder's query starts: a root on a handle is a site, one on an expression builder is part of another query. */
export interface Origin {
  readonly node: ts.Node;
  readonly site: boolean;
  /** Schema that `withSchema` set. */
  readonly schema?: string | undefined;
  readonly naming?: Naming | undefined;
  /** What the handle promises. It holds where the query itself is run, not where it stands in another handle's. */
  readonly guarantee?: Guarantee | undefined;
}

export type Method = (builder: Builder, args: Arguments, run: Run) => Value | undefined;

/** A query builder: immutable, as Kysely's are. */
export class Builder extends SqlValue {
  readonly origin: Origin;
  readonly draft: Draft;
  readonly methods: (kind: Draft['kind'], name: string) => Method | undefined;

  constructor(origin: Origin, draft: Draft, methods: Builder['methods'], alias?: string) {
    super(alias);
    this.origin = origin;
    this.draft = draft;
    this.methods = methods;
  }

  with(change: Partial<Draft>): Builder {
    return new Builder(this.origin, { ...this.draft, ...change }, this.methods, this.alias);
  }

  as(alias: string | undefined): Builder {
    return new Builder(this.origin, this.draft, this.methods, alias);
  }

  troubled(cause: string, rule?: string): Builder {
    return new Builder(this.origin, withProblem(this.draft, cause, rule), this.methods, this.alias);
  }

  get root(): Root {
    return { node: this.origin.node, guarantee: this.origin.guarantee };
  }

  get #key(): string {
    return this.origin.guarantee?.key ?? '';
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    const method = this.methods(this.draft.kind, name);
    if (!method) return this.#unknown(name, run);
    const result = alternatives(
      run,
      () => method(this, args, run) ?? scalar(args.call),
      () => this.troubled(`${name} has more alternatives than are told apart`),
    );
    if (this.origin.site) run.log.track(this.root, this, run);
    return result;
  }

  #unknown(name: string, run: Run): Value {
    if (this.origin.site) run.log.lose(this.root, run.entry, `the method ${name} of the builder is not known`);
    return this.troubled(`the method ${name} of the builder is not known`);
  }

  /** The builder went into another query: it is decided there. */
  consume(run: Run): void {
    if (!this.origin.site) return;
    run.log.consumed.add(this.origin.node);
    run.log.track(this.root, this, run);
  }

  statement(): Statement {
    const { naming } = this.origin;
    if (naming === 'unknown') return opaqueStatement({ rule: 'unproven-flow', cause: 'a CamelCasePlugin renames tables and columns by options that are not followed', at: this.draft.at });
    return naming === 'camelCase' ? renameIdentifiers(lower(this.draft), snakeCase) : lower(this.draft);
  }

  query(run: Run): Query {
    this.consume(run);
    return lowerQuery(this.draft);
  }

  override operand(run: Run): Operand {
    const { at } = this.draft;
    return plain(subquery({ form: 'scalar', query: this.query(run), at }), at);
  }

  override items(run: Run): readonly SelectItem[] {
    return [{ star: false, expr: this.operand(run).expr, name: this.alias }];
  }

  override relation(run: Run, lateral: boolean): Relation {
    return derived({ query: this.query(run), alias: this.alias, lateral, at: this.draft.at });
  }

  decide(run: Run): readonly Decided[] {
    return this.origin.site ? decideStatements(run, this.root, [this.statement()]) : [];
  }

  /** Executes: the site is decided here, its rows remember how. */
  execute(run: Run, at: ts.Node): Value {
    const decided = this.decide(run);
    return this.origin.site ? rowsOf(decided, at, run) : scalar(at);
  }

  override escape(cause: string, run: Run): void {
    if (!this.origin.site) return;
    run.log.lose(this.root, run.entry, cause);
    this.decide(run);
  }

  /** Whoever takes it out finds what it is now; those who change it in a way that is not followed are query sites of their own. */
  override kept(_cause: string, run: Run): void {
    this.decide(run);
  }

  override returned(run: Run): void {
    this.decide(run);
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    if (!(other instanceof Builder) || other.origin.node !== this.origin.node || other.origin.naming !== this.origin.naming || other.#key !== this.#key || other.alias !== this.alias) return undefined;
    const merged = mergeDrafts(this.draft, other.draft);
    if (!merged) return undefined;
    return merged === this.draft ? this : new Builder(this.origin, merged, this.methods, this.alias);
  }

  override widened(cause: string): Foreign {
    return this.troubled(cause);
  }

  override fingerprint(): string {
    return `builder:${this.origin.node.pos}:${this.#key}`;
  }
}
