import type { Relation } from '../../catalog/snapshot.ts';
import { byRelation, reasonOf } from '../../facts/told.ts';
import { floorSql } from '../../facts/isolation.ts';
import { type Check, relationSubject } from '../check.ts';

const isTable = ({ kind }: Relation): boolean => kind === 'table' || kind === 'partitioned table';

export default {
  id: 'unproven-policy',
  title: 'It is not proved that a table or view keeps tenants apart',
  severity: 'error',
  threat: 'bug',
  mechanisms: [55],
  run: (facts) =>
    byRelation(facts.verdicts.filter((v) => v.verdict === 'unproven' && v.exemption === undefined && facts.tenancy.table(v.relation)?.ownership.kind !== 'unclassified')).flatMap((open) => {
      const [first] = open;
      if (!first) return [];
      const { relation, proof } = first;
      const commands = [...new Set(open.map((v) => v.command.toUpperCase()))].join(', ');
      return [{ object: relationSubject(relation), message: `what ${commands} reaches is not decided`, why: reasonOf(proof, relation.name), fix: isTable(relation) ? floorSql(facts, relation) : undefined }];
    }),
} satisfies Check;
