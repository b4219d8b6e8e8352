import { hardCases } from '../hard-cases.ts';
import { judge, modelOf } from '../judge.ts';
import { render } from '../proofs/case.ts';
import { models } from '../proofs/models.ts';
import { tables } from '../proofs/tables.ts';
import { proofOfUnread, unread } from '../proofs/unread.ts';
import { literals, plain, type SoundnessCase } from '../soundness/case.ts';
import { soundnessTables } from '../soundness/tables.ts';

/** A statement and how its proof reads. Each is also a unit test, which fails when its proof reads differently. */
export interface Statement {
  readonly id: string;
  readonly proof: () => string;
}

const ofSchema = (table: string, { name, schema, sql, configuration = plain }: SoundnessCase): Statement => {
  const model = modelOf(literals(schema), configuration);
  return { id: `soundness: ${table}: ${name}: ${sql}`, proof: () => render(sql, judge(literals(sql), {}, model)) };
};

export const statements: readonly Statement[] = [
  ...Object.entries(tables).flatMap(([table, cases]) =>
    cases.map(({ name, sql, model = 'hard', ...values }) => ({ id: `${table}: ${name}: ${sql}`, proof: () => render(sql, judge(sql, values, models[model])) })),
  ),
  ...hardCases.map((c, i) => ({ id: `hard case ${i}: ${c.sql}`, proof: () => render(c.sql, judge(c.sql, c)) })),
  ...unread.map((c) => ({ id: `unread: ${c.name}`, proof: () => render('', proofOfUnread(c)) })),
  ...Object.entries(soundnessTables).flatMap(([table, cases]) => cases.map((c) => ofSchema(table, c))),
];
