import { buildModel, type Configuration, type ForeignKey, readExpression, type Schema, type TableModel } from '@tenantscope/core';
import type { Guess } from './guess.ts';

/** Whose rows the tables hold, as far as the schema says. */
export interface FoundTables {
  /** Those that have the tenant column, and the root. */
  readonly owned: number;
  /** Owned through the row that a foreign key refers to: table → "parent(column)". */
  readonly via: ReadonlyMap<string, Guess<string>>;
  /** Those that only people can place: each may be shared, may be owned, may be of the platform. */
  readonly open: readonly Guess<string>[];
}

const bookkeeping = /^(_?prisma_migrations|kysely_migration(_lock)?|knex_migrations(_lock)?|__drizzle_migrations|schema_?migrations|pgmigrations|typeorm_metadata|migrations|spatial_ref_sys)$/;

type Classified = ReadonlyMap<string, TableModel>;

const classify = (configuration: Configuration, schema: Schema): Classified => new Map(buildModel(configuration, schema, readExpression).tables.map((t) => [t.key, t]));

const isOwned = ({ ownership }: TableModel): boolean => ownership.kind === 'tenant' || ownership.kind === 'via';

/** Every row has a parent: the key is of one column, and that is never empty. */
const isCertain = ({ columns }: ForeignKey, table: TableModel): boolean => columns.length === 1 && table.columns?.get(columns[0] ?? '')?.notNull === true;

const parentOf = (table: TableModel, tables: Classified): { readonly fk: TableModel['foreignKeys'][number]; readonly others: number } | undefined => {
  const leading = table.foreignKeys.filter((fk) => {
    const parent = tables.get(fk.target);
    return parent !== undefined && parent !== table && isOwned(parent) && isCertain(fk, table) && parent.identity === fk.referenced[0];
  });
  const cascading = leading.find((fk) => tables.get(fk.target)?.dependents.some((d) => d.child.name === table.name && d.onDelete === 'CASCADE' && d.columns[0] === fk.columns[0]));
  const fk = cascading ?? leading[0];
  return fk && { fk, others: leading.length - 1 };
};

const withVia = (configuration: Configuration, via: ReadonlyMap<string, Guess<string>>): Configuration => ({ ...configuration, tables: { via: Object.fromEntries([...via].map(([table, { value }]) => [table, value])) } });

/** Parents that are owned through parents of their own are found in the next round. */
const findVia = (configuration: Configuration, schema: Schema): ReadonlyMap<string, Guess<string>> => {
  const via = new Map<string, Guess<string>>();
  for (;;) {
    const tables = classify(withVia(configuration, via), schema);
    const before = via.size;
    for (const table of tables.values()) {
      const found = table.ownership.kind === 'unclassified' && !table.view && !via.has(table.key) ? parentOf(table, tables) : undefined;
      if (found) via.set(table.key, { value: `${found.fk.target}(${found.fk.columns[0] ?? ''})`, why: `its foreign key is never empty${found.others > 0 ? `; ${found.others} more lead to owned tables` : ''}` });
    }
    if (via.size === before) return via;
  }
};

const hint = (table: TableModel): string => {
  if (bookkeeping.test(table.name)) return 'of the migration tool';
  const references = [...new Set(table.foreignKeys.map((fk) => fk.target))];
  if (references.length > 0) return `refers to ${references.join(', ')}`;
  return table.foreignKeys.length === 0 ? 'no tenant column, no foreign key to an owned table' : '';
};

/** Places the tables by a tenant column and a root; `via` is only what foreign keys say. */
export const findOwnership = (configuration: Configuration, schema: Schema | undefined): FoundTables => {
  if (schema === undefined) return { owned: 0, via: new Map(), open: [] };
  const via = findVia(configuration, schema);
  const tables = [...classify(withVia(configuration, via), schema).values()].filter((t) => !t.view);
  return {
    owned: tables.filter((t) => t.ownership.kind === 'tenant').length,
    via,
    open: tables.filter((t) => t.ownership.kind === 'unclassified').map((t) => ({ value: t.key, why: hint(t) })).sort((a, b) => (a.value < b.value ? -1 : 1)),
  };
};
