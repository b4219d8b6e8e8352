import { abilityOf, byRelation, reasonOf } from '../../facts/told.ts';
import { floorSql } from '../../facts/isolation.ts';
import { type Check, relationSubject } from '../check.ts';

const isLeak = (kind: string): boolean => kind === 'table' || kind === 'partitioned table';

export default {
  id: 'leaking-policy',
  title: 'The policies of a table let rows of other tenants through',
  severity: 'error',
  threat: 'bug',
  mechanisms: [7, 13, 30, 31, 32, 34, 35, 36, 37, 39, 41, 42, 43, 47, 49, 50, 51, 52, 54, 61, 62],
  run: (facts) =>
    byRelation(facts.verdicts.filter((v) => v.verdict === 'unscoped' && v.exemption === undefined && isLeak(v.relation.kind) && ['tenant', 'via'].includes(facts.tenancy.table(v.relation)?.ownership.kind ?? ''))).flatMap((leaks) => {
      const [first] = leaks;
      if (!first) return [];
      const { relation, proof } = first;
      return [{ object: relationSubject(relation), message: `${abilityOf(leaks)} rows of other tenants`, why: `the policies in force: ${reasonOf(proof, relation.name)}`, fix: floorSql(facts, relation) }];
    }),
} satisfies Check;
