import type { MergeStmt, MergeWhenClause } from 'libpg-query';
import { opaqueRelation } from '../../query/relation/opaque.ts';
import { type MergeAction, type MergeStatement, type MergeWhen, merge } from '../../query/statement/merge.ts';
import { columnNames, lowerAssignments } from './assignment.ts';
import { as, exprs, type Lowering, optional, unread, unreadExpr } from './context.ts';
import { lowerReturning } from './items.ts';
import { lowerTable } from './relation.ts';
import { lowerWith } from './with.ts';

const matches = {
  MERGE_WHEN_MATCHED: 'matched',
  MERGE_WHEN_NOT_MATCHED_BY_SOURCE: 'not-matched-by-source',
  MERGE_WHEN_NOT_MATCHED_BY_TARGET: 'not-matched',
} as const;

const lowerAction = (to: Lowering, w: MergeWhenClause): MergeAction => {
  if (w.commandType === 'CMD_DELETE') return { do: 'delete' };
  if (w.commandType === 'CMD_UPDATE') return { do: 'update', set: lowerAssignments(to, w.targetList) };
  if (w.commandType === 'CMD_INSERT')
    return {
      do: 'insert',
      ...(w.targetList && { columns: columnNames(w.targetList) }),
      ...(w.values && { values: exprs(to, w.values) }),
    };
  return { do: 'nothing' };
};

const lowerWhen = (to: Lowering, w: MergeWhenClause): MergeWhen => ({
  match: matches[w.matchKind ?? 'MERGE_WHEN_MATCHED'],
  condition: optional(to, w.condition),
  action: lowerAction(to, w),
});

export const lowerMerge = (to: Lowering, s: MergeStmt): MergeStatement =>
  merge({
    ...(s.withClause && { with: lowerWith(to, s.withClause) }),
    target: lowerTable(to, s.relation ?? {}),
    source: s.sourceRelation ? to.relation(s.sourceRelation) : opaqueRelation({ rule: unread, cause: 'MERGE without a source' }),
    on: optional(to, s.joinCondition) ?? unreadExpr('MergeStmt', []),
    whens: (s.mergeWhenClauses ?? []).map((w) => lowerWhen(to, as(w, 'MergeWhenClause') ?? {})),
    returning: lowerReturning(to, s.returningClause),
  });
