import type { Site } from '@tenantscope/analyzer';
import type { Proof, Refusal, Verdict } from '@tenantscope/core';
import { toKysely } from '../emit/kysely.ts';
import { type Case, proofOf, variableOf } from './case.ts';
import { recompile } from './compiled.ts';
import { analyzePrograms, type Program } from './project.ts';

/** One way to come to a verdict, and why it is no better. */
export interface Opinion {
  readonly verdict: Verdict | 'no site';
  readonly rule?: string | undefined;
  readonly why?: string | undefined;
}

/** A statement that is judged differently as text, as a program, and as what Kysely makes of the program. */
export interface Disagreement {
  readonly sql: string;
  readonly program: string;
  readonly compiled: string;
  readonly text: Opinion;
  readonly analyzer: Opinion;
  readonly kysely: Opinion;
}

/** What a batch came to. */
export interface Agreement {
  readonly statements: number;
  /** Said with builders; the others are `sql` templates. */
  readonly built: number;
  /** How many have no builder, by the construct that has none. */
  readonly raw: Readonly<Record<string, number>>;
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

interface Said extends Program {
  readonly case: Case;
  readonly opinion: Opinion;
}

const say = (c: Case, emit: typeof toKysely): Said => {
  const known = new Map(c.parameters.map((p) => [p.key, variableOf(p)]));
  const emitted = emit(c.statement, (key) => known.get(key) ?? key);
  return { ...emitted, parameters: c.parameters, case: c, opinion: ofProof(proofOf(c.statement, c.parameters)) };
};

const disagreementOf = (said: Said, sites: readonly Site[]): Disagreement | undefined => {
  const { opinion: text, program } = said;
  const analyzer = ofSites(sites);
  const recompiled = recompile(said);
  const kysely = ofProof(proofOf(recompiled.statement, said.parameters));
  if (text.verdict === analyzer.verdict && text.verdict === kysely.verdict) return undefined;
  return { sql: said.case.sql, program, compiled: recompiled.sql, text, analyzer, kysely };
};

const counted = (words: readonly string[]): Readonly<Record<string, number>> =>
  words.reduce<Record<string, number>>((all, word) => ({ ...all, [word]: (all[word] ?? 0) + 1 }), {});

/** Says each statement with Kysely, and judges text, program and what Kysely makes of the program. */
export const agreeOn = async (cases: readonly Case[], emit = toKysely): Promise<Agreement> => {
  const said = cases.map((c) => say(c, emit));
  const sites = await analyzePrograms(said);
  const raw = said.flatMap((s) => s.raw ?? []);
  return {
    statements: said.length,
    built: said.length - raw.length,
    raw: counted(raw),
    verdicts: { scoped: 0, unproven: 0, unscoped: 0, ...counted(said.map((s) => s.opinion.verdict)) },
    disagreements: said.flatMap((s, i) => disagreementOf(s, sites[i] ?? []) ?? []),
  };
};
