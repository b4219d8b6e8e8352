import type { ColumnType } from 'kysely';

/** The tenant column may be left out: some guards fill it in. */
type Tenant = ColumnType<string, string | undefined, string>;

/** The tables every guard is put in front of. */
export interface Tables {
  customers: { tenant_id: Tenant; id: number; name: string; country: string | null };
  orders: { tenant_id: Tenant; id: number; customer_id: number | null; status: string; total: ColumnType<number, number | undefined, number> };
  accounts: { tenant_id: Tenant; id: number; email: string; balance: number };
  /** No tenant column: a note belongs to whom its account belongs to. */
  notes: { id: number; account_id: number; body: string };
  countries: { code: string; name: string };
}

export const owned = ['customers', 'orders', 'accounts'] as const;

/** Where the keys hold the tenant, both tenants use the same ones. `latest_orders` is what a function of a database may be: a query. */
export const schemaSql = `
  create table customers (tenant_id text not null, id int not null, name text not null, country text, primary key (tenant_id, id));
  create table orders (tenant_id text not null, id int not null, customer_id int, status text not null, total int not null default 0, primary key (tenant_id, id));
  create table accounts (tenant_id text not null, id int primary key, email text not null, balance int not null, unique (tenant_id, id));
  create table notes (id int primary key, account_id int not null, body text not null);
  create table countries (code text primary key, name text not null);
  create function latest_orders() returns setof orders language sql stable as 'select * from orders';
  insert into countries values ('de', 'Germany'), ('fr', 'France');`;

export const emptySql = 'truncate customers, orders, accounts, notes';

const rowsOfA = `
  insert into customers values ('a', 1, 'a-one', 'de'), ('a', 2, 'a-two', null), ('a', 4, 'a-four', 'fr');
  insert into orders values ('a', 1, 1, 'open', 10), ('a', 2, 2, 'open', 20), ('a', 3, null, 'done', 30), ('a', 5, 9, 'open', 50);
  insert into accounts values ('a', 11, 'a-11', 1), ('a', 12, 'a-12', 2);
  insert into notes values (1, 11, 'a-note'), (2, 12, 'a-note');`;

const rowsOfB = `
  insert into customers values ('b', 1, 'b-one', 'de'), ('b', 2, 'b-two', 'fr'), ('b', 7, 'b-seven', null), ('b', 9, 'b-nine', 'fr');
  insert into orders values ('b', 1, 1, 'open', 1000), ('b', 2, 9, 'lost', 2000), ('b', 3, 1, 'done', 3000), ('b', 6, 2, 'open', 6000);
  insert into accounts values ('b', 21, 'b-21', 100), ('b', 22, 'b-22', 200);
  insert into notes values (3, 21, 'b-note'), (4, 22, 'b-note');`;

/** `shared`: the rows of both tenants. `alone`: what tenant a would have for itself. */
export const seeds = { shared: rowsOfA + rowsOfB, alone: rowsOfA } as const;

export type World = keyof typeof seeds;

const dump = (table: string, where: string): string => `select coalesce(jsonb_agg(to_jsonb(t) order by to_jsonb(t)), '[]') as rows from ${table} as t where ${where}`;

/** Whose row it is, seen without any guard. */
const isOf = (tenant: string): readonly string[] => [
  ...owned.map((table) => dump(table, `tenant_id = '${tenant}'`)),
  dump('notes', `account_id in (select id from accounts where tenant_id = '${tenant}')`),
];

export const dumpsOf = { a: [...isOf('a'), dump('countries', 'true')], b: isOf('b') } as const;
