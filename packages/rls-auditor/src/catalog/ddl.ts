import type { Column, Constraint, Index, Name, Relation, Snapshot } from './snapshot.ts';

type ConstraintKind = Constraint['kind'];

export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const sqlName = ({ schema, name }: Name): string => `${identifier(schema)}.${identifier(name)}`;

export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

const columnSql = (c: Column): string =>
  [
    identifier(c.name),
    c.type,
    c.collation && `collate ${sqlName(c.collation)}`,
    c.generated && `generated always as (${c.default ?? 'null'}) stored`,
    c.identity && `generated ${c.identity} as identity`,
    c.notNull && 'not null',
  ]
    .filter((part) => typeof part === 'string')
    .join(' ');

const partitionOf = (r: Relation): string | undefined => {
  const [parent] = r.parents;
  return r.partitionBound !== null && parent ? `create table ${sqlName(r)} partition of ${sqlName(parent)} ${r.partitionBound}` : undefined;
};

const tableSql = (r: Relation): string => {
  const partition = partitionOf(r);
  const by = r.partitionKey === null ? '' : ` partition by ${r.partitionKey}`;
  if (partition !== undefined) return partition + by;
  const own = r.parents.length === 0 ? r.columns : r.columns.filter((c) => c.local);
  const inherits = r.parents.length === 0 ? '' : ` inherits (${r.parents.map(sqlName).join(', ')})`;
  // A foreign table is a table that row security cannot be had for: nothing else of it matters here.
  return `create table ${sqlName(r)} (${own.map(columnSql).join(', ')})${inherits}${by}`;
};

const defaultsSql = (r: Relation): readonly string[] =>
  r.columns.flatMap((c) => (c.default === null || c.generated || (!c.local && r.partitionBound === null) ? [] : [`alter table only ${sqlName(r)} alter column ${identifier(c.name)} set default ${c.default}`]));

const constraintsSql = (r: Relation, kinds: readonly ConstraintKind[]): readonly string[] =>
  r.constraints
    .filter((k) => !k.inherited && kinds.includes(k.kind))
    .map((k) => `alter table ${r.kind === 'partitioned table' || k.kind !== 'foreign key' ? '' : 'only '}${sqlName(r)} add constraint ${identifier(k.name)} ${k.definition}`);

const indexesSql = (r: Relation, wanted: (i: Index) => boolean): readonly string[] => r.indexes.filter((i) => !i.inherited && wanted(i)).flatMap((i) => i.definition ?? []);

const viewSql = (r: Relation): string => {
  const options = r.options.length === 0 || r.kind !== 'view' ? '' : ` with (${r.options.join(', ')})`;
  const columns = r.columns.map((c) => identifier(c.name)).join(', ');
  return `create ${r.kind} ${sqlName(r)} (${columns})${options} as ${(r.query ?? 'select').replace(/;\s*$/, '')}`;
};

const securitySql = (r: Relation): readonly string[] => [
  ...(r.rowSecurity ? [`alter table ${sqlName(r)} enable row level security`] : []),
  ...(r.forceRowSecurity ? [`alter table ${sqlName(r)} force row level security`] : []),
];

export const grantee = (name: string): string => (name === 'public' ? 'public' : identifier(name));

const policySql = (r: Name, p: Relation['policies'][number]): string =>
  [
    `create policy ${identifier(p.name)} on ${sqlName(r)} as ${p.permissive ? 'permissive' : 'restrictive'} for ${p.command} to ${p.roles.map(grantee).join(', ')}`,
    p.using !== null && `using (${p.using})`,
    p.check !== null && `with check (${p.check})`,
  ]
    .filter((part) => typeof part === 'string')
    .join(' ');

const isTable = (r: Relation): boolean => r.kind === 'table' || r.kind === 'partitioned table' || r.kind === 'foreign table';
const isView = (r: Relation): boolean => r.kind === 'view' || r.kind === 'materialized view';

/** Sequences of identity columns come with those. */
const isOfIdentity = (tables: readonly Relation[], { ownedBy }: Relation): boolean =>
  ownedBy !== null && tables.some((t) => t.schema === ownedBy.schema && t.name === ownedBy.name && t.columns.some((c) => c.name === ownedBy.column && c.identity !== null));

/** What belongs to an extension comes with it. */
export const own = <T extends { readonly extension: string | null }>(items: readonly T[]): readonly T[] => items.filter((i) => i.extension === null);

/** The SQL for each kind of object of a snapshot. Within each it mostly stands in an order that works. */
const ddlOf = (snapshot: Snapshot) => {
  const relations = own(snapshot.relations).filter((r) => !r.temporary);
  const tables = relations.filter(isTable);
  const sequences = relations.filter((r) => r.kind === 'sequence' && !isOfIdentity(tables, r));
  return {
    schemas: () => own(snapshot.schemas).filter((s) => s.name !== 'public').map((s) => `create schema ${identifier(s.name)}`),
    collations: () => snapshot.collations.map((c) => `create collation ${sqlName(c)} (provider = ${c.provider}, deterministic = ${String(c.deterministic)}${c.locale === null ? '' : `, locale = ${text(c.locale)}`})`),
    types: () => own(snapshot.types).map((t) => t.definition),
    sequences: () => sequences.map((r) => `create sequence ${sqlName(r)}`),
    tables: () => tables.map(tableSql),
    functions: () => own(snapshot.functions).flatMap((f) => f.definition ?? []),
    defaults: () => tables.flatMap(defaultsSql),
    owned: () => sequences.flatMap(({ ownedBy, ...r }) => (ownedBy ? [`alter sequence ${sqlName(r)} owned by ${sqlName(ownedBy)}.${identifier(ownedBy.column)}`] : [])),
    constraints: (...kinds: readonly ConstraintKind[]) => tables.flatMap((r) => constraintsSql(r, kinds)),
    indexes: (wanted: (i: Index) => boolean) => tables.flatMap((r) => indexesSql(r, wanted)),
    views: () => relations.filter(isView).map(viewSql),
    rules: () => relations.flatMap((r) => r.rules.map((rule) => rule.definition)),
    triggers: () => relations.flatMap((r) => r.triggers.filter((t) => !t.inherited).map((t) => t.definition)),
    security: () => tables.flatMap(securitySql),
    policies: () => tables.flatMap((r) => r.policies.map((p) => policySql(r, p))),
  };
};

/**
 * SQL that makes the objects of a snapshot, without data, owners or grants, in an order that mostly works: what is refused
 * because it needs something later can be tried again.
 */
export const objectsSql = (snapshot: Snapshot): readonly string[] => {
  const ddl = ddlOf(snapshot);
  return [
    ...ddl.schemas(),
    ...ddl.collations(),
    ...ddl.types(),
    ...ddl.sequences(),
    ...ddl.tables(),
    ...ddl.functions(),
    ...ddl.defaults(),
    ...ddl.owned(),
    ...ddl.constraints('primary key', 'unique', 'check', 'exclude'),
    ...ddl.indexes(() => true),
    // Keys first: foreign keys refer to them.
    ...ddl.constraints('foreign key'),
    ...ddl.views(),
    ...ddl.rules(),
    ...ddl.triggers(),
    ...ddl.security(),
    ...ddl.policies(),
  ];
};

/** The part of that from which tables are known to a prover: what only guards rows, or finds them faster, is left out. */
export const modelSql = (snapshot: Snapshot): readonly string[] => {
  const ddl = ddlOf(snapshot);
  return [
    ...ddl.collations(),
    ...ddl.types(),
    ...ddl.tables(),
    ...ddl.functions(),
    ...ddl.defaults(),
    ...ddl.constraints('primary key', 'unique'),
    ...ddl.indexes((i) => i.unique),
    ...ddl.constraints('foreign key'),
    ...ddl.views(),
    ...ddl.rules(),
    ...ddl.triggers(),
  ];
};
