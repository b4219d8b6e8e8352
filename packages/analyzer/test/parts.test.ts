import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Part, readPart } from '@tenantscope/core';
import { type Analysis, analyzePart, type AnalyzeOptions, analyzeProject, mergeParts } from '../src/index.ts';
import { configuration, createDirectory, filesOf, shared, testModel } from './cases.ts';
import { knexFiles } from './knex-project.ts';
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

/** All that reports are made of. */
const reported = ({ sites, incomplete, comments, files, read }: Analysis) => ({
  sites: sites.map(({ proof: _p, statement: _s, trusted: _t, findings, ...site }) => ({ ...site, findings: findings.map(({ refusal: { verdict, rule, message, why }, ...finding }) => ({ ...finding, verdict, rule, message, why })) })),
  incomplete,
  comments,
  files,
  read,
});

const rest = { kind: 'tenantscope-part', version: 1, asked: { directory: '.' }, made: { tool: '', node: '' }, sources: {}, digest: '' };

/** What comes out of a file. */
const written = async (options: AnalyzeOptions, index: number, count: number): Promise<Part> => {
  const { found } = await analyzePart({ ...options, share: { index, count } });
  return JSON.parse(JSON.stringify({ ...rest, part: { index, count }, ...found })) as Part;
};

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
