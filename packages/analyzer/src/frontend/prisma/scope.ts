import { column, type ColumnExpr, table, type TableRelation } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import { spanOf } from '../../flow/offsets.ts';
import type { Run } from '../../flow/run.ts';
import { columnOf, type Model, type PrismaSchema } from './schema/model.ts';

/** One call that is lowered: the run it is part of, and the schema of its client. */
export interface Scope {
  readonly run: Run;
  readonly schema: PrismaSchema;
  /** A name that no other table of the call has: its own, the first time. */
  readonly alias: (table: string) => string;
}

export const createScope = (run: Run, schema: PrismaSchema): Scope => {
  const counts = new Map<string, number>();
  const alias = (table: string): string => {
    const count = (counts.get(table) ?? 0) + 1;
    counts.set(table, count);
    return count === 1 ? table : `${table}_${count}`;
  };
  return { run, schema, alias };
};

/** A model's table at its place in a query. */
export interface Level {
  readonly model: Model;
  readonly alias: string;
}

export const levelOf = (scope: Scope, model: Model): Level => ({ model, alias: scope.alias(model.table) });

export const tableOf = ({ model, alias }: Level, at: ts.Node): TableRelation => table({ schema: model.schema, name: model.table, alias, at: spanOf(at) });

export const columnAt = ({ model, alias }: Level, field: string, at?: ts.Node): ColumnExpr => column({ path: [alias, columnOf(model, field)], at: at && spanOf(at) });

/** Whether a column has a say in whose rows a table's are. */
export const decides = ({ run }: Scope, model: Model, field: string): boolean => {
  const name = columnOf(model, field);
  const ownership = run.log.model.find(model.schema, model.table)?.ownership;
  return run.trust.tenantColumns.has(name) || ((ownership?.kind === 'tenant' || ownership?.kind === 'via') && ownership.column === name);
};
