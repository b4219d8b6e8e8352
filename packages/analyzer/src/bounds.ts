import { type Proof, prove, replaceNodes, type Statement, type TenantModel, type ValueFacts, type Verdict, worst } from '@tenantscope/core';
import { factsFallback } from './flow/fallback.ts';
import type { Judged } from './flow/facts.ts';
import type { Outcome } from './flow/site.ts';
import type { Openness } from './openness.ts';

/** The best and the worst verdict that callers who are not known may bring about. */
export interface Bounds {
  readonly best: Verdict;
  readonly worst: Verdict;
}

/** What leaves a verdict open. */
export interface Doubt extends Openness {
  /** The compiler does not tell null and undefined apart from other values. */
  readonly nulls: boolean;
}

type Facts = (value: Judged) => ValueFacts;

const bestFacts = ({ callers, nulls }: Doubt): Facts => ({ facts, open }) => ({
  ...facts,
  ...(callers && open && { trust: 'trusted' as const }),
  ...(((callers && open) || nulls) && { nonNull: true }),
});

const worstFacts = ({ callers, nulls }: Doubt): Facts => ({ facts, open }) => ({
  ...facts,
  ...(callers && open && { trust: 'untrusted' as const }),
  ...(((callers && open) || nulls) && { nonNull: false }),
});

/** A condition that only some paths add stands as `true or …`. */
const withOptional = (statement: Statement): Statement =>
  replaceNodes(statement, (node) => {
    const args: unknown = node.kind === 'or' && 'args' in node ? node.args : undefined;
    if (!Array.isArray(args) || args.length !== 2) return undefined;
    const [first, second] = args as readonly { readonly kind: string; readonly value?: unknown }[];
    return first?.kind === 'constant' && first.value === true ? second : undefined;
  });

/** The prover saw the same: every value that it asked about is in the outcome. */
const isAsProved = ({ values }: Outcome, facts: Facts): boolean =>
  [...values.values()].every((value) => {
    const { trust, nonNull } = facts(value);
    return trust === value.facts.trust && nonNull === value.facts.nonNull;
  });

const proofWith = (outcome: Outcome, statement: Statement, model: TenantModel, facts: Facts): Proof => {
  if (statement === outcome.statement && isAsProved(outcome, facts)) return outcome.proof;
  const own = prove(statement, model, (key) => facts(outcome.values.get(key) ?? factsFallback(key)));
  return outcome.root.guarantee?.judge(own) ?? own;
};

/** Refusals over text and builders that a caller who is known may supply. */
const mayBeKnown: ReadonlySet<string> = new Set(['unproven-flow', 'unproven-fragment']);

const bestOf = (outcome: Outcome, statement: Statement, model: TenantModel, doubt: Doubt): Verdict => {
  const { verdict, refusals } = proofWith(outcome, doubt.callers ? withOptional(statement) : statement, model, bestFacts(doubt));
  return doubt.callers && refusals.every((r) => mayBeKnown.has(r.rule)) ? 'scoped' : verdict;
};

/** Who calls says why, and on what, all tenants' rows are read: what they leave out is a finding. */
const isToldByCallers = ({ escape }: Outcome): boolean =>
  escape !== undefined && ([escape.reason, escape.ticket, escape.actor].includes(undefined) || escape.tables.length === 0);

const anything: Bounds = { best: 'scoped', worst: 'unscoped' };

/** What callers who are not known may make of an outcome. */
const boundsOf = (outcome: Outcome, model: TenantModel, doubt: Doubt): Bounds => {
  const { statement, proof } = outcome;
  const exact = { best: proof.verdict, worst: proof.verdict };
  if ((outcome.leaves && doubt.heard) || (doubt.callers && isToldByCallers(outcome))) return anything;
  if (!doubt.callers && !doubt.nulls) return exact;
  // What was not followed depends on what it was given, for all one file can tell.
  if (!statement) return doubt.callers ? anything : exact;
  return {
    best: proof.verdict === 'scoped' ? 'scoped' : bestOf(outcome, statement, model, doubt),
    // Whatever is proved, callers may give a handle, rows or types that promise too much.
    worst: doubt.callers || proof.verdict === 'unscoped' ? 'unscoped' : proofWith(outcome, statement, model, worstFacts(doubt)).verdict,
  };
};

const better = (a: Verdict, b: Verdict): Verdict => (worst(a, b) === a ? b : a);

/** Of one entry that somebody unknown calls, any of its paths may be the only one. */
const ofEntry = (all: readonly Bounds[], doubt: Doubt): Bounds => ({
  best: all.map((b) => b.best).reduce(doubt.callers ? better : worst),
  worst: all.map((b) => b.worst).reduce(worst),
});

/** The bounds of a query site, over all its outcomes. */
export const siteBounds = (outcomes: readonly Outcome[], model: TenantModel, doubtOf: (outcome: Outcome) => Doubt): Bounds => {
  const firsts = outcomes.filter((o, i) => outcomes.findIndex((other) => other.entry === o.entry) === i);
  const each = firsts.map((first) => {
    const doubt = doubtOf(first);
    return ofEntry(outcomes.filter((o) => o.entry === first.entry).map((o) => boundsOf(o, model, doubt)), doubt);
  });
  return { best: each.map((b) => b.best).reduce(worst), worst: each.map((b) => b.worst).reduce(worst) };
};
