import type { Proof, Verdict } from '../../src/prover/proof.ts';
import type { ModelName } from './models.ts';

/** One statement, its verdict and, when it is refused, a rule that refuses it. How the proof reads is a snapshot. */
export interface ProofCase {
  readonly name: string;
  readonly sql: string;
  readonly verdict: Verdict;
  readonly rule?: string;
  readonly trusted?: readonly string[];
  readonly notNull?: readonly string[];
  readonly model?: ModelName;
}

type More = Pick<ProofCase, 'trusted' | 'notNull' | 'model'>;

export const scoped = (name: string, sql: string, more: More = {}): ProofCase => ({ name, sql, verdict: 'scoped', ...more });
export const leak = (name: string, sql: string, rule = 'no-unscoped-query', more: More = {}): ProofCase => ({ name, sql, verdict: 'unscoped', rule, ...more });
export const unproven = (name: string, sql: string, rule: string, more: More = {}): ProofCase => ({ name, sql, verdict: 'unproven', rule, ...more });

/** A proof as people read it: the verdict, then every refusal with the text it points at, then every proved obligation. */
export const render = (sql: string, proof: Proof): string => {
  const here = (at: { readonly start: number; readonly end: number } | undefined): string => (at ? `«${sql.slice(at.start, at.end)}»` : '«»');
  return [
    `${proof.verdict} ${proof.operation} of ${proof.tables.join(', ')}`,
    ...proof.refusals.map((r) => `${r.verdict} ${r.rule} ${r.table ?? ''} ${here(r.at)} ${r.message}: ${r.why}`),
    ...proof.steps.map((s) => `${s.table} as ${s.alias} ${here(s.at)} ${s.by.join('; ')}`),
  ].join('\n');
};
