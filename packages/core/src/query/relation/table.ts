import { factory, type NodeBase } from '../node.ts';

/** A named relation: table, view or, when a CTE of that name is in scope and no schema is given, the CTE. */
export interface TableRelation extends NodeBase<'table'> {
  readonly schema?: string | undefined;
  readonly name: string;
  readonly alias?: string | undefined;
  readonly columnAliases?: readonly string[] | undefined;
  /** `TABLESAMPLE`: which rows are drawn depends on other tenants' rows. */
  readonly sampled?: boolean | undefined;
}
export const table = factory<TableRelation>('table');

/** The relation's name as written: `orders`, `billing.orders`. */
export const writtenName = ({ schema, name }: TableRelation): string => (schema === undefined ? name : `${schema}.${name}`);
