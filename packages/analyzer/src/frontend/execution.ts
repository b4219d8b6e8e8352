import type { Proof, SelectItem, Statement } from '@tenantscope/core';
import { ts } from '#compiler';
import { spelled } from '../flow/origin.ts';
import type { Run } from '../flow/run.ts';
import type { Root } from '../flow/site.ts';
import { type RowSource, scalar, type ScalarValue, unknownKey } from '../flow/value.ts';

/** One executed statement with its verdict. */
export interface Decided {
  readonly statement: Statement;
  readonly proof: Proof;
}

/** The whole expression a call is the start of: `db.selectFrom(…)` up to `.execute()`. */
export const chainOf = (node: ts.Node): ts.Node => {
  let at = node;
  for (;;) {
    const { parent } = at;
    if (!parent) return at;
    const continues = (ts.isPropertyAccessExpression(parent) && parent.expression === at) || (ts.isCallExpression(parent) && parent.expression === at) || (ts.isTaggedTemplateExpression(parent) && parent.tag === at);
    if (!continues) return at;
    at = parent;
  }
};

/** Decides what a root has come to, and keeps the verdicts for its site. */
export const decideStatements = (run: Run, root: Root, statements: readonly Statement[]): readonly Decided[] =>
  statements.map((statement) => ({ statement, proof: run.log.decide(root, run.entry, statement, run.bindings) }));

const returnedItems = (s: Statement): readonly SelectItem[] => {
  switch (s.kind) {
    case 'select':
      return s.items;
    case 'set':
      return returnedItems(s.left);
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
      return s.returning;
    default:
      return [];
  }
};

/** Whether an output column is a tenant column as it stands in its table. */
const isTenantColumn = (run: Run, s: Statement, name: string): boolean =>
  returnedItems(s).some((item) => {
    if (item.star) return run.trust.tenantColumns.has(name);
    const column = item.expr.kind === 'column' ? item.expr.path.at(-1) : undefined;
    return column !== undefined && (item.name ?? column) === name && run.trust.tenantColumns.has(column);
  });

const publicTables = (run: Run, proof: Proof): boolean => proof.tables.some((t) => run.log.model.tables.some((m) => m.key === t && m.publicWhen !== undefined));

const columnValue = (run: Run, decided: readonly Decided[], name: string, node: ts.Node): ScalarValue => {
  const unscoped = decided.find((d) => d.proof.verdict !== 'scoped');
  const origin = `${spelled(node.parent && ts.isPropertyAccessExpression(node.parent) ? node.parent : node)} is read from a row that was fetched without a proof of its tenant`;
  if (unscoped) return scalar(node, { taint: { origin, node }, fetched: true, open: decided.every((d) => d.proof.verdict !== 'unscoped') });
  const tenant = decided.length > 0 && decided.every((d) => isTenantColumn(run, d.statement, name) && !publicTables(run, d.proof));
  return scalar(node, tenant ? { trusted: 'the tenant column of a row that was fetched inside the tenant', nonNull: true, fetched: true } : { fetched: true });
};

const members = new Set(['rows', unknownKey, '0', 'at', 'first']);

/** What a query site returns: rows whose columns are traced back to it. */
export const rowsOf = (decided: readonly Decided[], node: ts.Node, run: Run): ScalarValue => {
  const row: RowSource = {
    rows: true,
    column: (name, at) => (members.has(name) || /^\d+$/.test(name) ? scalar(at, { row, fetched: true }) : columnValue(run, decided, name, at)),
  };
  return scalar(node, { row, fetched: true });
};
