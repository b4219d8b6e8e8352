import type { Proof, Refusal, Statement, TenantModel, ValueFacts, Verdict } from '@tenantscope/core';
import { prove } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import { factsFallback } from './fallback.ts';
import type { Judged } from './facts.ts';
import type { Escape, Guarantee } from './guarantee.ts';
import { Reads } from './reads.ts';
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

const lost = (root: Root, entry: ts.Node, own: Proof, leaves: boolean): Outcome => ({ root, entry, proof: root.guarantee?.judge(own) ?? own, values: new Map(), leaves, escape: root.guarantee?.escape });

const unfollowed = (cause: string, rule = 'unproven-flow'): Refusal => ({ verdict: 'unproven', rule, message: 'what becomes of this query is not followed', why: cause });

/** What is left to say of a root that was only seen to start. */
export const notFollowed = (root: Root, entry: ts.Node): Outcome => lost(root, entry, refusedProof(unfollowed('the code around this query is not followed'), 'unknown'), false);

const addAll = <K>(to: Map<K, Set<ts.Node>>, from: ReadonlyMap<K, ReadonlySet<ts.Node>>): void => {
  for (const [key, nodes] of from) {
    const known = to.get(key) ?? new Set<ts.Node>();
    for (const node of nodes) known.add(node);
    to.set(key, known);
  }
};

/** Collects what became of every root: in one run, then in all of them together. */
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
  /** The last state of each root. */
  readonly latest = new Map<ts.Node, { readonly value: Value; readonly run: Run }>();
  /** What becomes of roots that nobody was seen to execute, as the last run has left them. */
  readonly left = new Map<ts.Node, SiteLog>();
  /** Texts that were looked for: the path as it is written, and the file of the code. */
  readonly finds: { readonly path: string; readonly from: ts.SourceFile }[] = [];
  /** What was asked of the whole project. */
  readonly reads = new Reads();
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
    this.latest.set(root.node, { value, run });
  }

  /** Takes up what a run has found. Runs know nothing of each other, so it does not matter where one was made. */
  absorb(run: SiteLog): void {
    for (const outcome of [...run.outcomes.values()].flat()) this.record(outcome);
    for (const [node, kept] of run.casts) this.castTo(node, kept);
    for (const [node, root] of run.roots) this.roots.set(node, root);
    for (const [node, left] of run.left) this.left.set(node, left);
    for (const [node, state] of run.latest) this.latest.set(node, state);
    this.finds.push(...run.finds);
    this.reads.absorb(run.reads);
    this.opened += run.opened;
    for (const node of run.escaped) this.escaped.add(node);
    for (const node of run.consumed) this.consumed.add(node);
    for (const node of run.reached) this.reached.add(node);
    addAll(this.callers, run.callers);
    addAll(this.answered, run.answered);
  }

  /** Whether no query was begun, run or lost, and no text looked for. */
  isQuiet(): boolean {
    return this.opened === 0 && this.finds.length === 0 && [this.outcomes, this.roots, this.latest, this.left, this.answered].every((found) => found.size === 0);
  }

  /** Takes up what a quiet run has found, as if another entry had run it. */
  repeat(run: SiteLog, entry: ts.Node): void {
    for (const [node, kept] of run.casts) this.castTo(node, kept);
    for (const node of run.escaped) this.escaped.add(node);
    for (const node of run.consumed) this.consumed.add(node);
    for (const node of run.reached) this.reached.add(node);
    this.reads.absorb(run.reads);
    addAll(this.callers, new Map([...run.callers.keys()].map((node) => [node, new Set([entry])])));
  }

  /** A cast to a configured type; `kept`: what is cast was trusted anyway. */
  castTo(node: ts.Node, kept: boolean): void {
    this.casts.set(node, kept && this.casts.get(node) !== false);
  }

  record(outcome: Outcome): void {
    if (this.settled.has(outcome.root.node)) return;
    const list = this.outcomes.get(outcome.root.node);
    if (list) list.push(outcome);
    else this.outcomes.set(outcome.root.node, [outcome]);
  }

  /** Decides what goes out of sight as it is now. */
  leave(decide: () => void): void {
    const before = this.#leaving;
    this.#leaving = true;
    try {
      decide();
    } finally {
      this.#leaving = before;
    }
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
    this.refuse(root, entry, unfollowed(cause, rule));
  }

  /** Something that is wrong whatever is queried. */
  refuse(root: Root, entry: ts.Node, refusal: Refusal, operation = 'unknown'): void {
    this.record(lost(root, entry, refusedProof(refusal, operation), this.#leaving));
  }
}

const rank: Record<Verdict, number> = { scoped: 0, unproven: 1, unscoped: 2 };
export const worse = (a: Verdict, b: Verdict): boolean => rank[a] > rank[b];
