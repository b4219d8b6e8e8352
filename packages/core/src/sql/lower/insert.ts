import type { InferClause, InsertStmt, Node, OnConflictClause } from 'libpg-query';
import { type InsertStatement, insert, type OnConflict } from '../../query/statement/insert.ts';
import { columnNames, lowerAssignments } from './assignment.ts';
import { as, type Lowering, optional, tokenAt } from './context.ts';
import { lowerReturning } from './items.ts';
import { lowerTable } from './relation.ts';
import { lowerWith } from './with.ts';

/** A plain column compared with its own equality: a conflicting row then holds the same value. */
const plainColumn = (node: Node): string | undefined => {
  const element = as(node, 'IndexElem');
  return element?.expr || element?.collation || element?.opclass ? undefined : element?.name;
};

/** `(tenant_id, lower(email))`: the rows agree in `tenant_id`, which is all that is read of it. */
const lowerTarget = (infer: InferClause | undefined): OnConflict['target'] => {
  if (!infer) return undefined;
  if (infer.conname !== undefined) return { kind: 'constraint', name: infer.conname };
  const columns = (infer.indexElems ?? []).map(plainColumn).filter((c) => c !== undefined);
  return columns.length > 0 ? { kind: 'columns', columns } : { kind: 'opaque' };
};

const lowerConflict = (to: Lowering, clause: OnConflictClause): OnConflict => ({
  target: lowerTarget(clause.infer),
  ...(clause.action === 'ONCONFLICT_UPDATE' && {
    update: { set: lowerAssignments(to, clause.targetList), where: optional(to, clause.whereClause) },
  }),
  at: tokenAt(to, clause.location),
});

export const lowerInsert = (to: Lowering, s: InsertStmt): InsertStatement => {
  const source = as(s.selectStmt, 'SelectStmt');
  return insert({
    ...(s.withClause && { with: lowerWith(to, s.withClause) }),
    target: lowerTable(to, s.relation ?? {}),
    ...(s.cols && { columns: columnNames(s.cols) }),
    ...(source && { source: to.query(source) }),
    ...(s.onConflictClause && { onConflict: lowerConflict(to, s.onConflictClause) }),
    returning: lowerReturning(to, s.returningClause),
  });
};
