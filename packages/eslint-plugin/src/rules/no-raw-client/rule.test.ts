import { describe, expect, it } from 'vitest';
import tenantscope from '../../index.ts';
import { lint, lintWith } from '../../../test/lint/lint.ts';

const rule = 'no-raw-client';

const always = [{ always: true }];
const dialect = '{ dialect: undefined as never }';

/** Name, code, the underlined text, what it is called. */
const makings: readonly (readonly [name: string, code: string, at: string, client: string])[] = [
  ['Kysely', `import { Kysely } from 'kysely';\nexport const d = new Kysely<object>(${dialect});`, 'new Kysely', 'a plain Kysely'],
  ['Kysely, renamed', `import { Kysely as Database } from 'kysely';\nexport const d = new Database<object>(${dialect});`, 'new Database', 'a plain Kysely'],
  ['Kysely, of the whole module', `import * as k from 'kysely';\nexport const d = new k.Kysely<object>(${dialect});`, 'new k.Kysely', 'a plain Kysely'],
  ['a class that extends Kysely', `import { Kysely } from 'kysely';\nclass Db extends Kysely<object> {}\nexport const d = new Db(${dialect});`, 'new Db', 'a plain Kysely'],
  ['Pool', "import { Pool } from 'pg';\nexport const p = new Pool();", 'new Pool', 'a client of pg'],
  ['Client', "import { Client } from 'pg';\nexport const p = new Client();", 'new Client', 'a client of pg'],
  ['Pool of the default export', "import pg from 'pg';\nexport const p = new pg.Pool();", 'new pg.Pool', 'a client of pg'],
  ['Pool, taken out of the default export', "import pg from 'pg';\nconst { Pool: Connections } = pg;\nexport const p = new Connections();", 'new Connections', 'a client of pg'],
  ['in a function', "import { Client } from 'pg';\nexport const f = async () => { const c = new Client(); await c.connect(); };", 'new Client', 'a client of pg'],
  ['postgres.js', "import postgres from 'postgres';\nexport const s = postgres('postgres://x');", 'postgres', 'a client of postgres.js'],
  ['postgres.js, renamed', "import connect from 'postgres';\nexport const s = connect('postgres://x');", 'connect', 'a client of postgres.js'],
  ['postgres.js, loaded later', "import type {} from 'pg';\nconst { default: connect } = await import('postgres');\nexport const s = connect('postgres://x');", 'connect', 'a client of postgres.js'],
];

const fine: readonly (readonly [name: string, code: string])[] = [
  ['imports alone', "import { Pool } from 'pg';\nimport postgres from 'postgres';\nexport { Pool, postgres };"],
  ['types', "import type { Kysely } from 'kysely';\nexport const f = (d: Kysely<object>) => d;"],
  ['a dialect', "import { PostgresDialect } from 'kysely';\nexport const d = new PostgresDialect({ pool: undefined as never });"],
  ['a class that holds one', "import type { Kysely } from 'kysely';\nclass Repository { constructor(readonly d: Kysely<object>) {} }\nexport const f = (d: Kysely<object>) => new Repository(d);"],
  ['a Pool of something else', "import type {} from 'pg';\nclass Pool { readonly threads = 1; }\nexport const p = new Pool();"],
  ['what the platform provides', "import type {} from 'pg';\nexport const m = [new Map(), new Date(), new URL('https://a.b')];"],
  ['a client that is lent', "import { pool } from './db.ts';\nexport const f = () => pool.connect();"],
  ['another function that is called postgres', "import type {} from 'pg';\nconst postgres = (u: string) => u;\nexport const s = postgres('x');"],
  ['a tagged query of postgres.js', "import type { Sql } from 'postgres';\nexport const f = (sql: Sql) => sql`select 1`;"],
];

const pool = "import { Pool } from 'pg';\nexport const p = new Pool();";
const scopedPool = "import { createScopedKysely } from 'scoped-kysely';\nimport { Pool } from 'pg';\nvoid createScopedKysely;\nexport const p = new Pool();";

/** Options, file, code, whether it is reported. */
const places: readonly (readonly [name: string, options: object, file: string, code: string, message: RegExp | undefined])[] = [
  ['a declared module', { modules: ['src/linted.ts'] }, 'src/linted.ts', pool, undefined],
  ['a declared module with a dot before it', { modules: ['./src/linted.ts'] }, 'src/linted.ts', pool, undefined],
  ['a declared folder', { modules: ['src/database/**'] }, 'src/database/linted.ts', pool, undefined],
  ['one of several', { modules: ['src/{a,linted}.ts', 'x'] }, 'src/linted.ts', pool, undefined],
  ['outside of the declared module', { modules: ['src/db.ts', 'src/db/**'] }, 'src/linted.ts', pool, /outside of the modules declared for it \(src\/db\.ts, src\/db\/\*\*\)/],
  ['a name for it that is not declared', { modules: ['src/linted.ts'] }, 'src/pool.ts', pool, /outside of the modules declared/],
  ['a scoped database outside of the declared module', { modules: ['src/db.ts'] }, 'scoped/linted.ts', scopedPool, /outside of the modules declared/],
  ['no module at all', { modules: [] }, 'src/linted.ts', pool, /outside of the modules declared/],
  ['a project without scoped-kysely', {}, 'src/linted.ts', pool, undefined],
  ['a project with scoped-kysely', {}, 'scoped/linted.ts', pool, /beside the scoped one, which attaches no tenant/],
  ['where the scoped database is made', {}, 'scoped/linted.ts', scopedPool, undefined],
  ['where only its type is imported', {}, 'scoped/linted.ts', `import type { createScopedKysely } from 'scoped-kysely';\n${pool}`, /beside the scoped one/],
  ['where something else of it is imported', {}, 'scoped/linted.ts', `import { mintTenantId } from 'scoped-kysely';\nvoid mintTenantId;\n${pool}`, /beside the scoped one/],
  ['always, a module with a name for it', { always: true }, 'src/pool.ts', pool, undefined],
  ['always, a folder with a name for it', { always: true }, 'src/database/linted.ts', pool, undefined],
  ['always, any other', { always: true }, 'src/linted.ts', pool, /outside of a module named db, database, pool, kysely or client/],
  ['always, where the scoped database is made', { always: true }, 'scoped/linted.ts', scopedPool, undefined],
];

const ruleIn = (configs: (typeof tenantscope.configs)['strict']): unknown => (configs.at(-1)?.rules as Readonly<Record<string, unknown>> | undefined)?.[`tenantscope/${rule}`];

describe(rule, () => {
  it.each(makings)('reports %s', async (_, code, at, client) => {
    const reports = await lintWith(rule, code, always);
    expect(reports.map((r) => r.at)).toEqual([at]);
    expect(reports[0]?.message).toContain(`This makes ${client} outside of a module named`);
  });

  it.each(fine)('leaves %s alone', async (_, code) => {
    expect(await lintWith(rule, code, always)).toEqual([]);
  });

  it.each(places)('knows %s', async (_, options, file, code, message) => {
    const reports = await lint(code, { [`tenantscope/${rule}`]: ['error', options] }, file);
    expect(reports.map((r) => r.message)).toEqual(message ? [expect.stringMatching(message)] : []);
  });

  it('is on everywhere in the strict preset', async () => {
    expect((await lint(pool, 'strict')).map((r) => r.rule)).toEqual([rule]);
    expect(await lint(pool, 'recommended')).toEqual([]);
    expect(ruleIn(tenantscope.configs.recommended)).toBe('error');
    expect(ruleIn(tenantscope.configs.strict)).toEqual(['error', { always: true }]);
  });

  it('reads JavaScript', async () => {
    expect(await lint(pool, { [`tenantscope/${rule}`]: ['error', { always: true }] }, 'src/linted.js')).toMatchObject([{ at: 'new Pool' }]);
  });
});
