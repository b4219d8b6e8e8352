import type { TableModel, TenantModel } from '@tenantscope/core';
import type { Column, Table, Type } from './scope.ts';

const types: Readonly<Record<string, Type | undefined>> = { uuid: 'uuid', int4: 'int', int8: 'int', text: 'text', bool: 'bool' };

const typeOf = (name: string | undefined): Type => (name === undefined ? 'other' : (types[name] ?? 'other'));

const required = (t: TableModel): readonly string[] => [...(t.columns?.values() ?? [])].filter((c) => c.notNull && !c.default).map((c) => c.name);

/** The columns of a view, by the names and types given for it: its text alone does not say them. */
export type ViewColumns = Readonly<Record<string, readonly Column[] | undefined>>;

const tableOf = (t: TableModel, views: ViewColumns): Table => {
  const columns = views[t.key] ?? [...(t.columns?.values() ?? [])].map((c): Column => ({ name: c.name, type: typeOf(c.type) }));
  const { ownership } = t;
  return {
    name: t.key,
    columns: columns.map((c) => ({ ...c, owner: c.owner === true || (ownership.kind === 'tenant' && c.name === ownership.column) })),
    shared: ownership.kind === 'shared',
    owned: ownership.kind === 'tenant' || ownership.kind === 'via',
    view: t.view !== undefined,
    required: required(t),
    uniques: t.uniques.map((u) => u.columns),
    ...(ownership.kind === 'via' && { via: { parent: ownership.parent, column: ownership.column } }),
  };
};

/** What a tenant model tells the generator. */
export const tablesOf = (model: TenantModel, views: ViewColumns): readonly Table[] => model.tables.map((t) => tableOf(t, views)).filter((t) => t.columns.length > 0);
