import { hardCases } from '../hard-cases.ts';
import { judge } from '../judge.ts';
import { render } from '../proofs/case.ts';
import { models } from '../proofs/models.ts';
import { tables } from '../proofs/tables.ts';
import { proofOfUnread, unread } from '../proofs/unread.ts';

/** A statement and how its proof reads. The tests hold each proof to a verdict and a snapshot, so a proof that reads differently fails one. */
export interface Statement {
  readonly id: string;
  readonly proof: () => string;
}

/** Every statement whose proof is a snapshot. */
export const statements: readonly Statement[] = [
  ...Object.entries(tables).flatMap(([table, cases]) =>
    cases.map(({ name, sql, model = 'hard', ...values }) => ({ id: `${table}: ${name}: ${sql}`, proof: () => render(sql, judge(sql, values, models[model])) })),
  ),
  ...hardCases.map((c, i) => ({ id: `hard case ${i}: ${c.sql}`, proof: () => render(c.sql, judge(c.sql, c)) })),
  ...unread.map((c) => ({ id: `unread: ${c.name}`, proof: () => render('', proofOfUnread(c)) })),
];
