import { buildModel, type Configuration, type ForeignKey, readExpression, type Schema, type TableModel } from '@tenantscope/core';
import type { Guess } from './guess.ts';
import { isNamedAfter } from './tenant-words.ts';

/** Whose rows the tables hold, as far as the schema says. */
export interface FoundTables {
  /** Those that have the tenant column, and the root. */
  readonly owned: number;
  /** Owned through the row that a foreign key refers to: table → "parent(column)". */
  readonly via: ReadonlyMap<string, Guess<string>>;
  /** The same where nothing is known of keys, by names alone. */
  readonly likelyVia: ReadonlyMap<string, Guess<string>>;
  /** Those that only people can place: each may be shared, may be owned, may be of the platform. */
  readonly open: readonly Guess<string>[];
}

/** Tables in which migration tools keep what they have done. */
export const bookkeeping = /^(_?prisma_migrations|kysely_migration(_lock)?|knex_migrations(_lock)?|__drizzle_migrations|schema_?migrations|pgmigrations|typeorm_metadata|migrations|spatial_ref_sys)$/;

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

const people = /user|member|person|author|creat|updat|owner/i;

/** `group_id` in a table without a tenant, where a table `groups` has one. */
const likelyParent = (table: TableModel, owned: readonly TableModel[]): Guess<string> | undefined => {
  const columns = [...(table.columns?.values() ?? [])].filter((c) => c.notNull && /_?id$/i.test(c.name) && c.name.length > 2);
  const ordered = [...columns].sort((a, b) => Number(people.test(a.name)) - Number(people.test(b.name)));
  for (const { name } of ordered) {
    const parents = owned.filter((t) => t !== table && t.identity !== undefined && isNamedAfter(t.name, name));
    if (parents.length === 1 && parents[0]) return { value: `${parents[0].key}(${name})`, why: 'by its name' };
  }
  return undefined;
};

const findLikelyVia = (open: readonly TableModel[], owned: readonly TableModel[], keysKnown: boolean): FoundTables['likelyVia'] =>
  new Map(keysKnown ? [] : open.flatMap((t) => {
    const parent = likelyParent(t, owned);
    return parent ? [[t.key, parent] as const] : [];
  }));

const hint = (table: TableModel, keysKnown: boolean): string => {
  if (bookkeeping.test(table.name)) return 'of the migration tool';
  if (!keysKnown) return 'no tenant column; of its keys nothing is known';
  const references = [...new Set(table.foreignKeys.map((fk) => fk.target))];
  if (references.length > 0) return `refers to ${references.join(', ')}`;
  return table.foreignKeys.length === 0 ? 'no tenant column, no foreign key to an owned table' : '';
};

/** Places the tables by a tenant column and a root; `via` is only what foreign keys say. */
export const findOwnership = (configuration: Configuration, schema: Schema | undefined): FoundTables => {
  if (schema === undefined) return { owned: 0, via: new Map(), likelyVia: new Map(), open: [] };
  const via = findVia(configuration, schema);
  const tables = [...classify(withVia(configuration, via), schema).values()].filter((t) => !t.view);
  const open = tables.filter((t) => t.ownership.kind === 'unclassified').sort((a, b) => (a.key < b.key ? -1 : 1));
  return {
    owned: tables.filter((t) => t.ownership.kind === 'tenant').length,
    via,
    likelyVia: findLikelyVia(open, tables.filter(isOwned), schema.keysKnown),
    open: open.map((t) => ({ value: t.key, why: hint(t, schema.keysKnown) })),
  };
};
