import { hardCases } from '../hard-cases.ts';
import { judge, modelOf } from '../judge.ts';
import { render } from '../proofs/case.ts';
import { models } from '../proofs/models.ts';
import { tables } from '../proofs/tables.ts';
import { proofOfUnread, unread } from '../proofs/unread.ts';
import { literals, plain, type SoundnessCase } from '../soundness/case.ts';
import { names } from '../soundness/names.ts';
import { defaulted, statements as ofSchemas } from '../soundness/statements.ts';
import { equalities, own } from '../soundness/types.ts';

/** A statement and how its proof reads. Each is also a unit test, which fails when its proof reads differently. */
export interface Statement {
  readonly id: string;
  readonly proof: () => string;
}

/** Of these the unit tests hold the verdict, a rule and a part of the reason. */
const ofSchema = ({ name, schema, sql, configuration = plain, rule, says }: SoundnessCase): Statement => {
  const model = modelOf(literals(schema), configuration);
  return {
    id: `soundness: ${name}: ${sql}`,
    proof: () => {
      const { verdict, refusals } = judge(literals(sql), {}, model);
      const ruled = rule === undefined || refusals.some((r) => r.rule === rule);
      const said = says === undefined || refusals.some((r) => `${r.message}: ${r.why}`.includes(says));
      return `${verdict} ${ruled} ${said}`;
    },
  };
};

export const statements: readonly Statement[] = [
  ...Object.entries(tables).flatMap(([table, cases]) =>
    cases.map(({ name, sql, model = 'hard', ...values }) => ({ id: `${table}: ${name}: ${sql}`, proof: () => render(sql, judge(sql, values, models[model])) })),
  ),
  ...hardCases.map((c, i) => ({ id: `hard case ${i}: ${c.sql}`, proof: () => render(c.sql, judge(c.sql, c)) })),
  ...unread.map((c) => ({ id: `unread: ${c.name}`, proof: () => render('', proofOfUnread(c)) })),
  ...[...names, ...ofSchemas, ...defaulted, ...equalities, ...own].map(ofSchema),
];
