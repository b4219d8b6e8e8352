import type { UpdateStmt } from 'libpg-query';
import { type UpdateStatement, update } from '../../query/statement/update.ts';
import { lowerAssignments } from './assignment.ts';
import { type Lowering, optional } from './context.ts';
import { lowerReturning } from './items.ts';
import { lowerTable } from './relation.ts';
import { lowerWith } from './with.ts';

export const lowerUpdate = (to: Lowering, s: UpdateStmt): UpdateStatement =>
  update({
    ...(s.withClause && { with: lowerWith(to, s.withClause) }),
    target: lowerTable(to, s.relation ?? {}),
    set: lowerAssignments(to, s.targetList),
    from: (s.fromClause ?? []).map(to.relation),
    where: optional(to, s.whereClause),
    returning: lowerReturning(to, s.returningClause),
  });
