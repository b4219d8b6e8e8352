import type { DeleteStmt } from 'libpg-query';
import { type DeleteStatement, deleteFrom } from '../../query/statement/delete.ts';
import { type Lowering, optional } from './context.ts';
import { lowerReturning } from './items.ts';
import { lowerTable } from './relation.ts';
import { lowerWith } from './with.ts';

export const lowerDelete = (to: Lowering, s: DeleteStmt): DeleteStatement =>
  deleteFrom({
    ...(s.withClause && { with: lowerWith(to, s.withClause) }),
    target: lowerTable(to, s.relation ?? {}),
    using: (s.usingClause ?? []).map(to.relation),
    where: optional(to, s.whereClause),
    returning: lowerReturning(to, s.returningClause),
  });
