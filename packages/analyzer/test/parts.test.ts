import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Part, readPart } from '@tenantscope/core';
import { analyzePart, type AnalyzeOptions, analyzeProject, mergeParts } from '../src/index.ts';
import { configuration, createDirectory, filesOf, shared, testModel } from './cases.ts';
import { knexFiles } from './knex-project.ts';
import { reported } from './reported.ts';
import { builderCases } from './tables/builder.ts';
import { knexCases } from './tables/knex.ts';
import { nearMisses } from './tables/near-miss.ts';
import { positionCases, unreachedCases } from './tables/position.ts';
import { provenanceCases } from './tables/provenance.ts';
import { scopedFiles } from './tables/scoped-kysely.ts';
import { prelude, slonikCases } from './tables/slonik.ts';

/** Functions of one file call those of another, so that what a part runs is another's; some are not followed to their end. */
const crossed: Readonly<Record<string, string>> = {
  'src/repository.ts': `import type { Db } from './db.js';
import type { TenantId } from './tenant.js';
export const list = (db: Db, id?: TenantId) => { const q = db.selectFrom('o').selectAll(); return id === undefined ? q : q.where('tenant_id', '=', id); };
export const named = (db: Db, tenant: string) => db.selectFrom('p').selectAll().where('tenant_id', '=', tenant as TenantId).execute();
export class Orders {
  readonly #db: Db;
  readonly all;
  constructor(db: Db) { this.#db = db; this.all = db.selectFrom('o').selectAll().execute(); }
  mine(id: TenantId) { return this.#db.selectFrom('o').selectAll().where('tenant_id', '=', id).execute(); }
}
export class Alone { constructor(db: Db) { db.deleteFrom('log').execute(); } }
declare const pool: Db;
export const shared = pool.selectFrom('p').selectAll();
`,
  // Worked out once for all runs, where no run's own value is in them; those that need each other, or hold a query, are not.
  'src/constants.ts': `import { shared } from './repository.js';
const named = (name: string): string => \`\${name}_id\`;
export const column = named('tenant');
export const names = { column, list: [column, 'id'] } as const;
export const first: { readonly name: string; readonly next?: unknown } = { name: names.list[0], get next() { return second; } };
export const second: { readonly name: string; readonly next: unknown } = { name: first.name, next: first };
export const held = { query: shared, name: names.column };
`,
  'src/reads.ts': `import { first, held, names, second } from './constants.js';
import type { Db } from './db.js';
import { requireTenant, type Request } from './tenant.js';
export const byName = async (req: Request, db: Db) => db.selectFrom('o').selectAll().where(names.column as 'tenant_id', '=', requireTenant(req).tenantId).execute();
export const byFirst = async (req: Request, db: Db) => db.selectFrom('o').selectAll().where(first.name as 'tenant_id', '=', requireTenant(req).tenantId).execute();
export const bySecond = async (req: Request, db: Db) => db.selectFrom('o').selectAll().where(second.name as 'tenant_id', '=', requireTenant(req).tenantId).execute();
export const byHeld = async (req: Request) => held.query.where(held.name as 'tenant_id', '=', requireTenant(req).tenantId).execute();
`,
  ...Object.fromEntries(
    ['scoped', 'leaking', 'guarded', 'chosen', 'made'].map((name, i) => [
      `src/${name}.ts`,
      `import { Alone, list, named, Orders, shared } from './repository.js';
import type { Db } from './db.js';
import { assertMember, requireTenant, type Request } from './tenant.js';
export const ${name} = async (req: Request, db: Db) => {
  const { tenantId } = requireTenant(req);
  ${
    [
      `return [await list(db, tenantId).execute(), await shared.where('tenant_id', '=', tenantId).execute()];`,
      `return [await list(db).execute(), await shared.execute()];`,
      `assertMember('u', req.params.t!); return named(db, req.params.t!);`,
      `return named(db, req.body.tenant);`,
      `return [new Orders(db).mine(tenantId), new Alone(db)];`,
    ][i] ?? ''
  }
};
`,
    ]),
  ),
};

/** More steps than are followed. */
const endless: Readonly<Record<string, string>> = {
  'src/endless.ts': `import type { Db } from './db.js';\nexport const endless = (db: Db, step: (n: number) => void) => {\n${'  step(1);\n'.repeat(15_000)}  return db.selectFrom('o').selectAll().execute();\n};\n`,
};

const groups: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'functions that call each other': { ...crossed, ...endless },
  'builders': filesOf(builderCases),
  'proofs and near misses': filesOf(nearMisses),
  'positions': filesOf([...positionCases, ...unreachedCases]),
  'values': filesOf(provenanceCases),
  'scoped-kysely': scopedFiles,
  'slonik': Object.fromEntries(slonikCases.map((c, i) => [`src/case${i}.ts`, prelude + c.code])),
  'Knex': knexFiles(knexCases),
};

const rest = { kind: 'tenantscope-part', version: 1, asked: { directory: '.' }, made: { tool: '', node: '' }, sources: {}, digest: '' };

/** What comes out of a file. */
const written = async (options: AnalyzeOptions, index: number, count: number): Promise<Part> => {
  const { found } = await analyzePart({ ...options, share: { index, count } });
  return JSON.parse(JSON.stringify({ ...rest, part: { index, count }, ...found })) as Part;
};

/** Through names that constants hold: one by itself, and two that need each other. */
const expected = ['scoped', 'scoped', 'scoped'];

describe.each(Object.entries(groups))('parts of a project: %s', (_, files) => {
  let options: AnalyzeOptions;
  let single: ReturnType<typeof reported>;
  beforeAll(async () => {
    options = { directory: createDirectory({ ...shared, ...files }), configuration, model: await testModel() };
    single = reported(await analyzeProject(options));
  });
  afterAll(() => { rmSync(options.directory, { recursive: true, force: true }); });

  it.each(files === groups['functions that call each other'] ? [1, 2, 7] : [3])('%i of them give what one run gives', async (count) => {
    const parts = await Promise.all(Array.from({ length: count }, (_, i) => written(options, i + 1, count)));
    expect(single.sites.length).toBeGreaterThan(0);
    expect(single.sites.filter((s) => s.file === 'src/reads.ts').map((s) => s.verdict)).toEqual(files === groups['functions that call each other'] ? expected : []);
    expect(reported(await mergeParts(parts.toReversed(), options))).toEqual(single);
  });
});

describe('a part', () => {
  it('is found in what was run: without it, and with another in its place, the result is made anew', async () => {
    const options = { directory: createDirectory({ ...shared, ...crossed }), configuration, model: await testModel() };
    const single = reported(await analyzeProject(options));
    const first = await written(options, 1, 2);
    expect(first.entries.length).toBeGreaterThan(0);
    expect(reported(await mergeParts([first], options))).toEqual(single);
    const believed = { ...first, entries: first.entries.map((e) => ({ ...e, outcomes: e.outcomes.map((o) => ({ ...o, verdict: 'scoped' as const, refusals: [] })) })) };
    expect(reported(await mergeParts([believed], options))).not.toEqual(single);
    rmSync(options.directory, { recursive: true, force: true });
  });

  it('obeys its schema only as a whole', () => {
    expect(readPart(rest)).toBeUndefined();
    expect(readPart(undefined)).toBeUndefined();
  });
});
