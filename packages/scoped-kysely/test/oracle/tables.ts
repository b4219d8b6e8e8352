import type { Draw } from './random.ts';

export interface Table {
  readonly name: string;
  /** Columns with integers, which compare with each other. */
  readonly numbers: readonly string[];
  readonly texts: readonly string[];
  readonly key: readonly string[];
}

export const tables: readonly Table[] = [
  { name: 'customers', numbers: ['id'], texts: ['name', 'country', 'tenant_id'], key: ['tenant_id', 'id'] },
  { name: 'orders', numbers: ['id', 'customer_id', 'total'], texts: ['status', 'tenant_id'], key: ['id'] },
  { name: 'order_items', numbers: ['order_id', 'line', 'product_id', 'quantity'], texts: [], key: ['order_id', 'line'] },
  { name: 'projects', numbers: ['id'], texts: ['title', 'org_id'], key: ['org_id', 'id'] },
  { name: 'tenants', numbers: [], texts: ['id', 'name'], key: ['id'] },
  { name: 'countries', numbers: [], texts: ['code', 'name'], key: ['code'] },
  { name: 'settings', numbers: [], texts: ['key', 'value'], key: ['key'] },
];

/** A relation that a query names. */
export interface Item {
  readonly alias: string;
  readonly numbers: readonly string[];
  readonly texts: readonly string[];
}

const aliases = ['o', 'x', 'y1', 'other', 'Mixed', 'with space'];

/** A table as an item of FROM, under its own name or another one. */
export const itemOf = (draw: Draw, n: number, table: Table = draw.one(tables)): { readonly text: string; readonly item: Item } => {
  const alias = draw.chance(0.3) ? table.name : `${draw.one(aliases)}${n}`;
  return { text: alias === table.name ? table.name : `${table.name} as ${alias}`, item: { alias, numbers: table.numbers, texts: table.texts } };
};

export const numberOf = (draw: Draw, items: readonly Item[]): string | undefined => {
  const columns = items.flatMap(({ alias, numbers }) => numbers.map((column) => `${alias}.${column}`));
  return columns.length > 0 ? draw.one(columns) : undefined;
};

export const textOf = (draw: Draw, items: readonly Item[]): string | undefined => {
  const columns = items.flatMap(({ alias, texts }) => texts.map((column) => `${alias}.${column}`));
  return columns.length > 0 ? draw.one(columns) : undefined;
};
