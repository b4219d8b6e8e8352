import { buildModel, type Configuration, readExpression, readSchema, type TableModel, type TenantModel } from '@tenantscope/core';
import { modelSql } from '../catalog/ddl.ts';
import type { Name, Relation, Snapshot } from '../catalog/snapshot.ts';
import { type Membership, membershipsOf } from './membership.ts';

/** Whose rows tables hold, by the configuration and the catalog. */
export interface Tenancy {
  /** For what is read: rows declared public may be. */
  readonly reading: TenantModel;
  /** For what is written: nobody's rows but the tenant's own. */
  readonly writing: TenantModel;
  /** Who acts for which tenant; where there are any, the setting carries the user. */
  readonly memberships: readonly Membership[];
  readonly table: (name: Name) => TableModel | undefined;
  /** Undefined for a table that has no tenant column of its own. */
  readonly tenantColumn: (name: Name) => string | undefined;
}

/** Function bodies are followed, not believed: none is taken for the tenant because the configuration names it. */
const withoutFunctions = ({ tenant, ...rest }: Configuration): Configuration => ({ ...rest, tenant: { ...tenant, functions: [] } });

const withoutPublic = ({ tables, ...rest }: Configuration): Configuration => ({ ...rest, tables: { ...tables, public: {} } });

export const tenancyOf = (snapshot: Snapshot, given: Configuration): Tenancy => {
  const configuration = withoutFunctions(given);
  const { schema } = readSchema([{ name: 'catalog', text: modelSql(snapshot).join(';\n') }]);
  const reading = buildModel(configuration, schema, readExpression);
  const table = ({ schema: home, name }: Name): TableModel | undefined => reading.find(home, name);
  return {
    reading,
    writing: configuration.tables?.public === undefined ? reading : buildModel(withoutPublic(configuration), schema, readExpression),
    memberships: membershipsOf(configuration),
    table,
    tenantColumn: (name) => {
      const ownership = table(name)?.ownership;
      return ownership?.kind === 'tenant' ? ownership.column : undefined;
    },
  };
};

/** Rows of its own that row security could guard. */
export const holdsRows = (r: Relation): boolean => r.kind === 'table' || r.kind === 'partitioned table' || r.kind === 'foreign table';
