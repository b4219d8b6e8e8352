import type { Site } from '@tenantscope/analyzer';
import type { Proof, Refusal, Verdict } from '@tenantscope/core';
import { toKysely } from '../emit/kysely.ts';
import { type Case, proofOf, variableOf } from './case.ts';
import { type Recompiled, recompile } from './compiled.ts';
import { analyzePrograms, type Program } from './project.ts';

/** One way to come to a verdict, and why it is no better. */
export interface Opinion {
  readonly verdict: Verdict | 'no site';
  readonly rule?: string | undefined;
  readonly why?: string | undefined;
}

/** A statement that is judged differently as text, as a program, and as what Kysely makes of the program. */
export interface Disagreement {
  readonly name: string;
  readonly sql: string;
  readonly program: string;
  readonly compiled: string;
  readonly text: Opinion;
  readonly analyzer: Opinion;
  readonly kysely: Opinion;
}

/** What a batch came to. */
export interface Agreement {
  readonly cases: number;
  readonly expressed: number;
  /** Statements without a program, by what has no builder. */
  readonly inexpressible: Readonly<Record<string, number>>;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly disagreements: readonly Disagreement[];
}

const rank: Record<Verdict, number> = { scoped: 0, unproven: 1, unscoped: 2 };

const opinionOf = (verdict: Verdict, [first]: readonly Refusal[]): Opinion => ({ verdict, ...(first && { rule: first.rule, why: first.message }) });

const ofProof = (proof: Proof): Opinion => opinionOf(proof.verdict, proof.refusals);

const ofSites = (sites: readonly Site[]): Opinion => {
  const [first, ...rest] = sites;
  if (!first) return { verdict: 'no site' };
  return ofProof(rest.reduce((a, b) => (rank[b.verdict] > rank[a.verdict] ? b : a), first).proof);
};

interface Expressed extends Program {
  readonly case: Case;
}

const disagreementOf = (e: Expressed, sites: readonly Site[]): Disagreement | undefined => {
  const text = ofProof(proofOf(e.case.statement, e.case.parameters));
  const analyzer = ofSites(sites);
  const recompiled: Recompiled = recompile(e.program, e.parameters);
  const kysely = ofProof(proofOf(recompiled.statement, e.parameters));
  if (text.verdict === analyzer.verdict && text.verdict === kysely.verdict) return undefined;
  return { name: e.case.name, sql: e.case.sql, program: e.program, compiled: recompiled.sql, text, analyzer, kysely };
};

const counted = (words: readonly string[]): Readonly<Record<string, number>> =>
  words.reduce<Record<string, number>>((all, word) => ({ ...all, [word]: (all[word] ?? 0) + 1 }), {});

/** Says each statement with the builder, and judges text, program and compiled program. */
export const agreeOn = async (cases: readonly Case[]): Promise<Agreement> => {
  const expressed: Expressed[] = [];
  const missing: string[] = [];
  for (const c of cases) {
    const emitted = toKysely(c.statement, (key) => variableOf(c.parameters.find((p) => p.key === key) ?? { key, trusted: false, nonNull: false }));
    if ('program' in emitted) expressed.push({ program: emitted.program, parameters: c.parameters, case: c });
    else missing.push(emitted.inexpressible);
  }
  const sites = await analyzePrograms(expressed);
  const disagreements = expressed.map((e, i) => disagreementOf(e, sites[i] ?? []));
  const verdicts = counted(expressed.map((e) => proofOf(e.case.statement, e.case.parameters).verdict));
  return {
    cases: cases.length,
    expressed: expressed.length,
    inexpressible: counted(missing),
    verdicts: { scoped: 0, unproven: 0, unscoped: 0, ...verdicts },
    disagreements: disagreements.filter((d) => d !== undefined),
  };
};
