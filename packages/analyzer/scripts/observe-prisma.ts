// What Prisma really sends for the calls of test/tables/prisma-sent.ts. Run in a directory where the packages `prisma`, `@prisma/client`,
// `@electric-sql/pglite` and `pglite-prisma-adapter` are installed, and test/support/prisma.prisma was generated to `generated/client`:
//   node --conditions=source <repository>/packages/analyzer/scripts/observe-prisma.ts > <repository>/packages/analyzer/test/tables/prisma-sent.json
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sentCases } from '../test/tables/prisma-sent.ts';

interface Sent {
  readonly sql: string;
  readonly params: readonly unknown[];
}
interface Client {
  readonly $on: (event: 'query', listener: (e: { readonly query: string; readonly params: string }) => void) => void;
}
interface Database {
  readonly exec: (sql: string) => Promise<unknown>;
}

const directory = process.cwd();
const require = createRequire(join(directory, 'package.json'));
const load = async (path: string): Promise<Record<string, unknown>> => (await import(pathToFileURL(path).href)) as Record<string, unknown>;

const { PGlite } = (await load(require.resolve('@electric-sql/pglite'))) as { PGlite: new () => Database };
const { PrismaPGlite } = (await load(require.resolve('pglite-prisma-adapter'))) as { PrismaPGlite: new (db: Database) => unknown };
const { PrismaClient, Prisma } = (await load(join(directory, 'generated/client/client.ts'))) as { PrismaClient: new (options: unknown) => Client; Prisma: unknown };

const key = (n: string): string => `00000000-0000-0000-0000-0000000000${n}`;
const [t, other, c, id, item] = [key('0a'), key('0b'), key('a1'), key('a2'), key('a3')];

const tables = `
create table tenants (id uuid primary key, name text not null);
create table customers (id uuid primary key, tenant_id uuid not null references tenants (id), email text not null, unique (tenant_id, email), unique (tenant_id, id));
create table orders (id uuid primary key, tenant_id uuid not null, customer_id uuid not null, status text not null, total int not null, note text, meta jsonb, labels text[], deleted_at timestamp(3), unique (tenant_id, id));
create table items (id uuid primary key, tenant_id uuid not null, order_id uuid not null, sku text not null, qty int not null, parent_id uuid references items (id));
create table tags (id uuid primary key, tenant_id uuid not null references tenants (id), name text not null);
create table "_OrderToTag" ("A" uuid not null references orders (id), "B" uuid not null references tags (id), primary key ("A", "B"));
create table plans (id uuid primary key, tenant_id uuid, name text not null);
`;

const rows = `
truncate tenants, customers, orders, items, tags, "_OrderToTag", plans cascade;
insert into tenants values ('${t}', 'a'), ('${other}', 'b');
insert into customers values ('${c}', '${t}', 'x');
insert into orders values ('${id}', '${t}', '${c}', 'open', 1);
insert into items values ('${item}', '${t}', '${id}', 'x', 1);
`;

const database = new PGlite();
await database.exec(tables);
const db = new PrismaClient({ adapter: new PrismaPGlite(database), log: [{ emit: 'event', level: 'query' }] });
let sent: Sent[] = [];
db.$on('query', ({ query, params }) => { if (!query.startsWith('--')) sent.push({ sql: query.replaceAll('"public".', ''), params: JSON.parse(params) as readonly unknown[] }); });

/** Every call finds the same rows. */
const observe = async (call: string): Promise<readonly Sent[]> => {
  await database.exec(rows);
  sent = [];
  let count = 0;
  const made = (): string => key(`f${count++}`);
  // The calls are text, so that the analysis reads what is run.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const run = new Function('db', 't', 'maybe', 'nil', 'id', 'c', 'item', 'x', 'made', 'Prisma', `return ${call}`) as (...args: readonly unknown[]) => Promise<unknown>;
  try {
    await run(db, t, undefined, null, id, c, item, 'x', made, Prisma);
  } catch (error) {
    if (sent.length === 0) console.error(call, error);
  }
  return sent;
};

const observed: Record<string, readonly Sent[]> = {};
for (const { call } of sentCases) observed[call] = await observe(call);
process.stdout.write(`{\n${Object.entries(observed).map(([call, sent]) => `${JSON.stringify(call)}: [${sent.map((s) => `\n  ${JSON.stringify(s)}`).join(',')}\n]`).join(',\n')}\n}\n`);
