// A project of many tables, and the same queries written with plain Kysely and with ours.

const tables = 200;
const repeats = 5;

type Kind = 'owned' | 'via' | 'shared';

const kindOf = (i: number): Kind => (i % 10 === 9 ? 'shared' : i % 10 === 8 ? 'via' : 'owned');

const columns = (i: number): string =>
  [
    'id: Generated<number>',
    ...(kindOf(i) === 'owned' ? ['tenant_id: string'] : []),
    ...(kindOf(i) === 'via' ? [`parent_id: number`] : []),
    'name: string',
    'status: "open" | "done" | "held"',
    'amount: number',
    'note: string | null',
    'owner_id: number | null',
    'data: ColumnType<{ a: number }, string, string>',
    'created_at: ColumnType<Date, string | undefined, never>',
    `own_${i}: number`,
  ].join('; ');

const each = (line: (i: number) => string): string => Array.from({ length: tables }, (_, i) => line(i)).join('\n');

const classOf = (i: number): string => (kindOf(i) === 'via' ? `via('table_${i - 1}', 'parent_id')` : `${kindOf(i)}()`);

const schema = `import type { ColumnType, Generated } from 'kysely';\n${each((i) => `export interface Table${i} { ${columns(i)} }`)}\nexport interface Tables {\n${each((i) => `  table_${i}: Table${i};`)}\n}\n`;

const tenancy = `import { defineTenancy, owned, type ScopedDB, shared, via } from 'scoped-kysely';
import type { Tables } from './schema.ts';
export const tenancy = defineTenancy<Tables>()({ column: 'tenant_id', tables: {\n${each((i) => `  table_${i}: ${classOf(i)},`)}\n} });
export type DB = ScopedDB<typeof tenancy>;\n`;

/** The queries over tables x, y and z, all owned; `t` is what is written of the tenant: a condition on an alias, or nothing. */
const queriesOver = (x: string, y: string, z: string, t: (alias: string) => string, value: string): readonly string[] => [
  `db.selectFrom('${x}').selectAll()${t(x)}.where('id', '=', 1).executeTakeFirst()`,
  `db.selectFrom('${x}').select(['id', 'name', 'status as s'])${t(x)}.where('status', '=', 'open').orderBy('id', 'desc').limit(20).execute()`,
  `db.selectFrom('${x} as x').innerJoin('${y} as y', 'y.id', 'x.owner_id').select(['x.id', 'y.name'])${t('x')}${t('y')}.where('x.amount', '>', 1).execute()`,
  `db.selectFrom('${x}').leftJoin('${y} as y', 'y.id', '${x}.owner_id').innerJoin('${z}', '${z}.id', 'y.owner_id').select(['${x}.name', 'y.note', '${z}.amount'])${t(x)}${t(z)}.execute()`,
  `db.selectFrom('${x}').select((eb) => ['status', eb.fn.countAll<number>().as('n'), eb.fn.sum<number>('amount').as('sum')])${t(x)}.groupBy('status').having((eb) => eb.fn.countAll(), '>', 1).execute()`,
  `db.selectFrom('${x}').select('name')${t(x)}.where((eb) => eb.exists(eb.selectFrom('${y}').select('${y}.id')${t(y)}.whereRef('${y}.owner_id', '=', '${x}.id'))).execute()`,
  `db.selectFrom('${x}').select('id')${t(x)}.where('owner_id', 'in', (eb) => eb.selectFrom('${y}').select('${y}.id')${t(y)}).where((eb) => eb.or([eb('name', 'like', 'x%'), eb('note', 'is', null)])).execute()`,
  `db.with('big', (qc) => qc.selectFrom('${x}').select(['id', 'owner_id', 'amount'])${t(x)}.where('amount', '>', 100)).selectFrom('big').innerJoin('${y}', '${y}.id', 'big.owner_id').select(['big.amount', '${y}.name'])${t(y)}.execute()`,
  `db.insertInto('${x}').values({ ${value}name: 'n', status: 'open', amount: 1, data: '{}', own_${x.slice(6)}: 1 }).returning(['id', 'name']).executeTakeFirstOrThrow()`,
  `db.insertInto('${x}').values({ ${value}name: 'n', status: 'open', amount: 1, data: '{}', own_${x.slice(6)}: 1 }).onConflict((oc) => oc.column('id').doUpdateSet((eb) => ({ amount: eb.ref('excluded.amount') }))).execute()`,
  `db.updateTable('${x}').set((eb) => ({ status: 'done', amount: eb('amount', '+', 1) }))${t(x)}.where('id', '=', 1).returning('id').executeTakeFirst()`,
  `db.deleteFrom('${x}')${t(x)}.where('id', '=', 1).executeTakeFirst()`,
];

const bodies = (t: (alias: string) => string, value: string): string =>
  Array.from({ length: repeats }, (_, r) => queriesOver(`table_${r * 20}`, `table_${r * 20 + 1}`, `table_${r * 20 + 2}`, t, value))
    .flat()
    .map((query, i) => `export const query${i} = (db: Db) => ${query};`)
    .join('\n');

const noCondition = (): string => '';
const byHand = (alias: string): string => `.where('${alias}.tenant_id', '=', tenant)`;

const plainHead = `import type { Kysely } from 'kysely';\nimport type { Tables } from './schema.ts';\ntype Db = Kysely<Tables>;\ndeclare const tenant: string;\n`;
const scopedHead = `import type { ScopedKysely } from 'scoped-kysely';\nimport type { DB } from './tenancy.ts';\ntype Db = ScopedKysely<DB>;\n`;

/** The project's files, by name. */
export const files: Readonly<Record<string, string>> = {
  'schema.ts': schema,
  'tenancy.ts': tenancy,
  'ours.ts': `${scopedHead}${bodies(noCondition, '')}\n`,
  'byHand.ts': `${plainHead}${bodies(byHand, 'tenant_id: tenant, ')}\n`,
  'bare.ts': `${plainHead}${bodies(noCondition, 'tenant_id: tenant, ')}\n`,
};

export const variants = ['ours', 'byHand', 'bare'] as const;
export type Variant = (typeof variants)[number];
