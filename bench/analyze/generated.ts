/** A repeatable stream of numbers from 0 up to below `below` (mulberry32). */
const numbers = (seed: number): ((below: number) => number) => {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

type Draw = ReturnType<typeof numbers>;

const tables = 60;

const columnsOf = (t: number): readonly string[] => ['status', 'title', ...Array.from({ length: 3 + (t % 5) }, (_, i) => `field_${i}`)];

const databaseFile = (): string =>
  [
    "import type { ColumnType, Generated, Kysely, Transaction } from 'kysely';",
    ...Array.from({ length: tables }, (_, t) => [`export interface Table${t} {`, '  id: Generated<string>;', '  tenant_id: string;', ...columnsOf(t).map((c) => `  ${c}: string;`), '  position: number;', '  created_at: ColumnType<Date, Date | undefined, Date>;', '}'].join('\n')),
    'export interface Tenants {\n  id: Generated<string>;\n  name: string;\n}',
    `export interface DB {\n  tenants: Tenants;\n${Array.from({ length: tables }, (_, t) => `  table_${t}: Table${t};`).join('\n')}\n}`,
    'export type Db = Kysely<DB> | Transaction<DB>;',
  ].join('\n');

const contextFile = `export interface AuthContext {
  readonly tenantId: string;
  readonly userId: string;
  readonly role: 'admin' | 'member';
}

export interface Page {
  readonly limit?: number;
  readonly after?: string;
  readonly search?: string;
}
`;

const helperFile = `import { type Expression, type ExpressionBuilder, sql, type SqlBool } from 'kysely';
import type { Db, DB } from './db.js';

/** Runs in the transaction that is given, or in one of its own. */
export const inTransaction = <T>(db: Db, work: (trx: Db) => Promise<T>): Promise<T> => (db.isTransaction ? work(db) : db.transaction().execute(work));

export const recent = sql<boolean>\`created_at > now() - interval '30 days'\`;

export const anyOf = <T extends keyof DB>(eb: ExpressionBuilder<DB, T>, conditions: readonly Expression<SqlBool>[]): Expression<SqlBool> => eb.or([...conditions]);
`;

/** One query in twenty-five forgets the tenant. */
const tenantOf = (draw: Draw): string => (draw(25) === 0 ? '' : ".where('tenant_id', '=', context.tenantId)");

/** The code around the queries of a product: most of what is type-checked asks the database nothing. */
const plainLines = (n: number, draw: Draw): readonly string[] =>
  Array.from({ length: 6 + draw(6) }, (_, i) => [
    `  describe${i}(rows: readonly { readonly id: string; readonly title: string; readonly position: number }[]): Map<string, string> {`,
    `    const found = new Map<string, string>();`,
    '    for (const row of rows) {',
    `      if (row.position < ${draw(100)}) continue;`,
    `      const words = row.title.split(' ').map((w) => w.trim().toLowerCase()).filter((w) => w.length > ${i % 4});`,
    `      found.set(row.id, words.length > 3 ? \`\${words.slice(0, 3).join('-')}-${n}\` : words.join('-'));`,
    '    }',
    '    return found;',
    '  }',
  ].join('\n'));

const repositoryFile = (n: number, draw: Draw): string => {
  const t = draw(tables);
  const other = (t + 1 + draw(tables - 1)) % tables;
  const column = columnsOf(t)[draw(columnsOf(t).length)] ?? 'status';
  const values = ['tenant_id: context.tenantId', ...columnsOf(t).map((c) => `${c}: input.title`), 'position: 0'].join(', ');
  return `import { anyOf, inTransaction, recent } from './helpers.js';
import type { AuthContext, Page } from './context.js';
import type { Db } from './db.js';

export class Repository${n} {
  constructor(private readonly db: Db) {}

  async list(context: AuthContext, page: Page) {
    let query = this.db.selectFrom('table_${t}').select(['id', 'title', 'position'])${tenantOf(draw)};
    if (page.search !== undefined) query = query.where('title', 'like', \`%\${page.search}%\`);
    if (page.after !== undefined) query = query.where('id', '>', page.after);
    return query.orderBy('${column}').limit(page.limit ?? ${10 + draw(90)}).execute();
  }

  async find(context: AuthContext, id: string, trx: Db = this.db) {
    return trx.selectFrom('table_${t}').selectAll()${tenantOf(draw)}.where('id', '=', id).executeTakeFirst();
  }

  async search(context: AuthContext, words: readonly string[]) {
    return this.db
      .selectFrom('table_${t}')
      .innerJoin('table_${other}', (join) => join.onRef('table_${other}.tenant_id', '=', 'table_${t}.tenant_id').onRef('table_${other}.title', '=', 'table_${t}.title'))
      .where('table_${t}.tenant_id', '=', context.tenantId)
      .where((eb) => eb.and([recentOf, eb.or(words.map((w) => eb('table_${t}.title', '=', w)))]))
      .select(['table_${t}.id', 'table_${other}.status'])
      .execute();
  }

  async open(context: AuthContext) {
    return this.db.selectFrom('table_${t}')${tenantOf(draw)}.where((eb) => anyOf(eb, [eb('status', '=', 'open'), eb('position', '>', ${draw(50)})])).select('id').execute();
  }

  async create(context: AuthContext, input: { readonly title: string }, trx: Db = this.db) {
    return trx.insertInto('table_${t}').values({ ${values} }).returning(['id']).executeTakeFirstOrThrow();
  }

  async rename(context: AuthContext, id: string, title: string, trx: Db = this.db) {
    await trx.updateTable('table_${t}').set({ title })${tenantOf(draw)}.where('id', '=', id).execute();
  }

  async move(context: AuthContext, id: string, title: string) {
    return inTransaction(this.db, async (trx) => {
      const row = await this.find(context, id, trx);
      if (!row) return undefined;
      await this.rename(context, row.id, title, trx);
      await trx.deleteFrom('table_${other}')${tenantOf(draw)}.where('title', '=', row.title).execute();
      return this.create(context, { title }, trx);
    });
  }
${plainLines(n, draw).join('\n\n')}
}

const recentOf = recent;
`;
};

const serviceFile = (n: number, draw: Draw): string => `import type { AuthContext, Page } from './context.js';
import type { Repository${n} } from './repository${n}.js';

export class Service${n} {
  constructor(private readonly repository: Repository${n}) {}

  async overview(context: AuthContext, page: Page) {
    const rows = await this.repository.list(context, page);
    const open = await this.repository.open(context);
    try {
      return { titles: [...this.repository.describe0(rows).values()], open: open.length };
    } catch {
      return { titles: [], open: 0 };
    }
  }

  async replace(context: AuthContext, ids: readonly string[], title: string) {
    const moved: string[] = [];
    for (const id of ids) {
      const made = await this.repository.move(context, id, title);
      if (made) moved.push(made.id);
    }
    return moved;
  }

${plainLines(n, draw).join('\n\n')}
}
`;

const controllerFile = (n: number): string => `import type { AuthContext, Page } from './context.js';
import type { Db } from './db.js';
import { Repository${n} } from './repository${n}.js';
import { Service${n} } from './service${n}.js';

interface Request${n} {
  readonly context: AuthContext;
  readonly body: { readonly ids: readonly string[]; readonly title: string };
  readonly query: Page;
}

export class Controller${n} {
  readonly #service: Service${n};

  constructor(db: Db) {
    this.#service = new Service${n}(new Repository${n}(db));
  }

  index(request: Request${n}) {
    return this.#service.overview(request.context, request.query);
  }

  update(request: Request${n}) {
    return this.#service.replace(request.context, request.body.ids, request.body.title);
  }
}
`;

const linesIn = (text: string): number => text.split('\n').length;

/** The sources of a product of about so many lines, by their names: repositories, the services above them and the controllers above these. */
export const generatedSources = (lines: number, seed: number): ReadonlyMap<string, string> => {
  const draw = numbers(seed);
  const sources = new Map([['db.ts', databaseFile()], ['context.ts', contextFile], ['helpers.ts', helperFile]]);
  let written = 0;
  for (let n = 0; written < lines; n += 1) {
    const made = [[`repository${n}.ts`, repositoryFile(n, draw)], [`service${n}.ts`, serviceFile(n, draw)], [`controller${n}.ts`, controllerFile(n)]] as const;
    for (const [name, text] of made) {
      sources.set(name, text);
      written += linesIn(text);
    }
  }
  return sources;
};

export const generatedConfiguration = { tenant: { column: 'tenant_id', root: 'tenants.id', types: ['AuthContext.tenantId'] }, schema: { types: 'src/db.ts#DB' } };
