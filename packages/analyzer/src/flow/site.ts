import type { Proof, Refusal, Statement, TenantModel, ValueFacts, Verdict } from '@tenantscope/core';
import { prove } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import { factsFallback } from './fallback.ts';
import type { Judged } from './facts.ts';
import type { Escape, Guarantee } from './guarantee.ts';
import type { Run } from './run.ts';
import type { Value } from './value.ts';

/** The call a query starts with: one query site. */
export interface Root {
  /** The call or template that starts the chain. */
  readonly node: ts.Node;
  /** What its handle promises of every query. */
  readonly guarantee?: Guarantee | undefined;
}

/** One state in which a root was executed, or went out of sight. */
export interface Outcome {
  readonly root: Root;
  readonly entry: ts.Node;
  readonly proof: Proof;
  readonly values: ReadonlyMap<string, Judged>;
  /** What was judged; undefined for a query that was lost sight of. */
  readonly statement?: Statement | undefined;
  /** It was not seen to be executed: whoever has it may go on with it. */
  readonly leaves: boolean;
  /** Set when the handle is a declared escape: what is not proved of it is no finding. */
  readonly escape?: Escape | undefined;
}

const refusedProof = (refusal: Refusal, operation: string): Proof => ({ verdict: refusal.verdict, operation, tables: [], refusals: [refusal], steps: [] });

const maxStates = 64;

/** Collects what became of every root in every run. */
export class SiteLog {
  readonly outcomes = new Map<ts.Node, Outcome[]>();
  /** Functions that were handed on as values: somebody unknown may call them. */
  readonly escaped = new Set<ts.Node>();
  /** Function → the entries whose runs called it. */
  readonly callers = new Map<ts.Node, Set<ts.Node>>();
  readonly consumed = new Set<ts.Node>();
  /** Casts to a configured type → whether what is cast was trusted anyway, in every run. */
  readonly casts = new Map<ts.Node, boolean>();
  readonly roots = new Map<ts.Node, Root>();
  /** Calls that a library answered. */
  readonly reached = new Set<ts.Node>();
  /** Call → the entries whose runs gave it queries that are sites of their own, where they were written. */
  readonly answered = new Map<ts.Node, Set<ts.Node>>();
  /** Roots whose outcomes are complete. */
  settled: ReadonlySet<ts.Node> = new Set();
  readonly latest = new Map<ts.Node, { readonly value: Value; readonly run: Run }[]>();
  readonly model: TenantModel;
  /** How often a query was begun. */
  opened = 0;
  #leaving = false;

  constructor(model: TenantModel) {
    this.model = model;
  }

  open(root: Root): void {
    this.opened += 1;
    this.roots.set(root.node, root);
  }

  /** A call runs a query that is a site of its own. */
  answer(call: ts.Node, entry: ts.Node): void {
    const known = this.answered.get(call);
    if (known) known.add(entry);
    else this.answered.set(call, new Set([entry]));
  }

  /** Remembers the last state of a root, for roots that are never seen to be executed. */
  track(root: Root, value: Value, run: Run): void {
    let states = this.latest.get(root.node);
    if (!states) this.latest.set(root.node, (states = []));
    if (states.length < maxStates) states.push({ value, run });
  }

  record(outcome: Outcome): void {
    if (this.settled.has(outcome.root.node)) return;
    const list = this.outcomes.get(outcome.root.node);
    if (list) list.push(outcome);
    else this.outcomes.set(outcome.root.node, [outcome]);
  }

  /** Decides what goes out of sight as it is now. */
  leave(decide: () => void): void {
    this.#leaving = true;
    decide();
    this.#leaving = false;
  }

  /** Decides a statement and keeps the verdict for its site. */
  decide(root: Root, entry: ts.Node, statement: Statement, values: ReadonlyMap<string, () => Judged>): Proof {
    const judged = new Map<string, Judged>();
    const lookup = (key: string): ValueFacts => {
      const value = values.get(key)?.() ?? factsFallback(key);
      judged.set(key, value);
      return value.facts;
    };
    const own = prove(statement, this.model, lookup);
    const proof = root.guarantee?.judge(own) ?? own;
    this.record({ root, entry, proof, values: judged, statement, leaves: this.#leaving, escape: root.guarantee?.escape });
    return proof;
  }

  /** A state that was lost sight of. */
  lose(root: Root, entry: ts.Node, cause: string, rule = 'unproven-flow'): void {
    this.refuse(root, entry, { verdict: 'unproven', rule, message: 'what becomes of this query is not followed', why: cause });
  }

  /** Something that is wrong whatever is queried. */
  refuse(root: Root, entry: ts.Node, refusal: Refusal, operation = 'unknown'): void {
    const lost = refusedProof(refusal, operation);
    this.record({ root, entry, proof: root.guarantee?.judge(lost) ?? lost, values: new Map(), leaves: this.#leaving, escape: root.guarantee?.escape });
  }
}

const rank: Record<Verdict, number> = { scoped: 0, unproven: 1, unscoped: 2 };
export const worse = (a: Verdict, b: Verdict): boolean => rank[a] > rank[b];
