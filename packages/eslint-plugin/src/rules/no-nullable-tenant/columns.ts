import { snakeCase, type TableModel, type TenantModel } from '@tenantscope/core';
import type { TSESTree } from '@typescript-eslint/utils';
import { AST_NODE_TYPES as Kind } from '@typescript-eslint/utils';
import { bare, calleeOf, chainOf, stringOf } from '../../syntax/expression.ts';

type Call = TSESTree.CallExpression;

/** Methods that name the tables of a query. */
const sources = /^(selectFrom|insertInto|replaceInto|updateTable|deleteFrom|mergeInto|from|using|\w*[jJ]oin(Lateral)?)$/;

const inDatabase = (name: string): string => (name.includes('_') ? name : snakeCase(name));

/** The calls that a node stands in, each with its chain. */
const around = (node: TSESTree.Node): readonly Call[] => [...chainOf(node), ...(node.parent ? around(node.parent) : [])];

const namesIn = (node: TSESTree.Node | undefined): readonly (string | undefined)[] =>
  node?.type === Kind.ArrayExpression ? node.elements.map((e) => (e ? stringOf(e) : undefined)) : [node && stringOf(node)];

interface Source {
  readonly alias: string;
  /** Undefined: which table it is, is not known here. */
  readonly table: TableModel | undefined;
}

const tableOf = (model: TenantModel, name: string): TableModel | undefined => {
  const parts = name.split('.');
  const table = parts.at(-1) ?? name;
  const schema = parts.length > 1 ? parts[0] : undefined;
  return model.find(schema, table) ?? model.find(schema, inDatabase(table));
};

/** With a model that has no tables every name would be one. */
const sourceOf = (model: TenantModel, text: string | undefined): Source => {
  const [name = '', alias] = (text ?? '').trim().split(/\s+as\s+/i);
  return { alias: alias ?? name.split('.').at(-1) ?? name, table: text === undefined || model.tables.length === 0 ? undefined : tableOf(model, name) };
};

/** The tables that are named around a call; none when it extends a builder that came from elsewhere. */
const sourcesAround = (model: TenantModel, call: Call): readonly Source[] =>
  around(call).flatMap((c) => (sources.test(calleeOf(c)?.name ?? '') ? namesIn(c.arguments[0] && bare(c.arguments[0])).map((n) => sourceOf(model, n)) : []));

const holdsTenant = ({ ownership }: TableModel, column: string): boolean => ownership.kind === 'tenant' && [column, inDatabase(column)].includes(ownership.column);

/** Whether a column, as a query names it, is the one that holds the tenant. */
type IsTenantColumn = (reference: string, call: Call) => boolean;

export const tenantColumns = (model: TenantModel, named: ReadonlySet<string>): { readonly mayBe: (reference: string) => boolean; readonly is: IsTenantColumn } => {
  const owned = model.tables.flatMap((t) => (t.ownership.kind === 'tenant' ? [t.ownership.column] : []));
  const all = new Set([...named, ...owned]);
  const isIn = (names: ReadonlySet<string>, column: string): boolean => names.has(column) || names.has(inDatabase(column));
  const columnOf = (reference: string): string => reference.slice(reference.lastIndexOf('.') + 1);
  return {
    mayBe: (reference) => isIn(all, columnOf(reference)),
    is: (reference, call) => {
      const parts = reference.split('.');
      const column = parts.at(-1) ?? reference;
      const found = sourcesAround(model, call);
      const meant = parts.length > 1 ? found.filter((s) => s.alias === parts.at(-2)) : found;
      if (meant.length === 0 || meant.some((s) => !s.table)) return isIn(named, column) || meant.some((s) => s.table && holdsTenant(s.table, column));
      return meant.some((s) => s.table && holdsTenant(s.table, column));
    },
  };
};
