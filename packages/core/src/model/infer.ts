import type { Configuration } from './configuration.ts';
import { tableKey } from './key.ts';
import type { Schema } from './schema.ts';

/** Names that teams give the tenant column, most specific first. */
export const tenantColumnNames: readonly string[] = [
  'tenant_id',
  'tenantId',
  'organization_id',
  'organizationId',
  'organisation_id',
  'org_id',
  'orgId',
  'workspace_id',
  'workspaceId',
  'account_id',
  'accountId',
  'company_id',
  'companyId',
  'team_id',
  'teamId',
];

/** What the configuration leaves open, read off the schema. */
export interface InferredTenancy {
  readonly column: string;
  /** `table.column`, or undefined when no table stands out. */
  readonly root?: string | undefined;
  readonly assumptions: readonly string[];
}

const mostUsedColumn = (schema: Schema): string | undefined => {
  const uses = tenantColumnNames.map((name) => ({ name, count: schema.tables.filter((t) => t.columns?.has(name)).length }));
  return uses.reduce((best, u) => (u.count > best.count ? u : best), { name: '', count: 0 }).name || undefined;
};

/** The table that the tenant column's foreign keys agree on. */
const referencedRoot = (schema: Schema, column: string): string | undefined => {
  const roots = new Set(
    schema.tables.flatMap((t) =>
      t.foreignKeys
        .filter((fk) => fk.columns.length === 1 && fk.columns[0] === column)
        .map((fk) => `${tableKey(fk.schema, fk.table)}.${fk.referenced[0] ?? 'id'}`),
    ),
  );
  return roots.size === 1 ? [...roots][0] : undefined;
};

/** Tenant column and root, from the configuration where it says so, else from the schema; says what it assumed. */
export const inferTenancy = (configuration: Configuration, schema: Schema | undefined): InferredTenancy => {
  const configured = configuration.tenant?.column;
  const declared = typeof configured === 'string' ? configured : configured?.default;
  const column = declared ?? (schema && mostUsedColumn(schema)) ?? 'tenant_id';
  const root = configuration.tenant?.root ?? (schema && referencedRoot(schema, column));
  const assumptions = [
    ...(declared === undefined ? [`the tenant column is ${column}`] : []),
    ...(configuration.tenant?.root === undefined && root !== undefined ? [`the tenant root is ${root}`] : []),
    ...(schema === undefined ? [`no schema is known: every table is taken to be tenant-owned by ${column}`] : []),
  ];
  return { column, root, assumptions };
};
