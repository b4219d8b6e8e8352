import { byRelation, reasonOf } from '../../facts/told.ts';
import { type Check, relationSubject } from '../check.ts';

export default {
  id: 'unproven-policy',
  title: 'It is not proved that a table or view keeps tenants apart',
  severity: 'error',
  threat: 'bug',
  mechanisms: [55],
  run: ({ verdicts, tenancy }) =>
    byRelation(verdicts.filter((v) => v.verdict === 'unproven' && v.exemption === undefined && tenancy.table(v.relation)?.ownership.kind !== 'unclassified')).flatMap((open) => {
      const [first] = open;
      if (!first) return [];
      const { relation, proof } = first;
      const commands = [...new Set(open.map((v) => v.command.toUpperCase()))].join(', ');
      return [{ object: relationSubject(relation), message: `what ${commands} reaches is not decided`, why: reasonOf(proof, relation.name) }];
    }),
} satisfies Check;
