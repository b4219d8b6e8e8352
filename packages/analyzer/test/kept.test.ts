import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { random } from '@tenantscope/testing';
import { analyzeKept, type AnalyzeOptions, analyzeProject, type KeptAnalysis } from '../src/index.ts';
import { configuration, createDirectory, shared, testModel, worstOf } from './cases.ts';
import { reported } from './reported.ts';

type Files = Readonly<Record<string, string>>;

const imports = "import type { Db } from './db.js';\nimport { requireTenant, type Request, type TenantId } from './tenant.js';\n";

/** Each of them reads something that its file does not import. */
const files: Files = {
  'src/repository.ts': `${imports}export const list = (db: Db, id?: TenantId) => { const q = db.selectFrom('o').selectAll(); return id === undefined ? q : q.where('tenant_id', '=', id); };
`,
  'src/base.ts': `${imports}export abstract class Base {
  constructor(protected readonly db: Db) {}
  abstract tenant(req: Request): TenantId;
  all(req: Request) { return this.db.selectFrom('o').selectAll().where('tenant_id', '=', this.tenant(req)).execute(); }
}
`,
  'src/narrow.ts': `${imports}import { Base } from './base.js';
export class Narrow extends Base { override tenant(req: Request) { return requireTenant(req).tenantId; } }
`,
  'src/flags.ts': 'export const flags = { all: false };\n',
  'src/flagged.ts': `${imports}import { flags } from './flags.js';
export const flagged = (req: Request, db: Db) => { let q = db.selectFrom('p').selectAll(); if (!flags.all) q = q.where('tenant_id', '=', requireTenant(req).tenantId); return q.execute(); };
`,
  'src/callee.ts': `${imports}export const named = (db: Db, tenant: TenantId) => db.selectFrom('p').selectAll().where('tenant_id', '=', tenant).execute();
`,
  'src/caller.ts': `${imports}import { named } from './callee.js';
export const call = (req: Request, db: Db) => named(db, requireTenant(req).tenantId);
`,
  'src/types.ts': 'export type Job = (db: import("./db.js").Db, tenant: string) => unknown;\n',
  'src/jobs.ts': `${imports}import type { Job } from './types.js';
export const run = (req: Request, db: Db, job: Job) => job(db, req.params.t!);
`,
  'src/ids.ts': "export type Id = import('./tenant.js').TenantId;\n",
  'src/alias.ts': "export type Alias = import('./ids.js').Id;\n",
  'src/aliased.ts': `${imports}import type { Alias } from './alias.js';
export const aliased = (db: Db, id: Alias) => db.selectFrom('p').selectAll().where('tenant_id', '=', id as never).execute();
`,
  'src/declared.d.ts': "export type Declared = import('./ids.js').Id;\n",
  'src/session.d.ts': "import type { Id } from './ids.js';\ndeclare global { interface Session { readonly tenantId: Id } }\n",
  'src/declaredly.ts': `import type { Db } from './db.js';
import type { Declared } from './declared.js';
export const declaredly = (db: Db, id: Declared) => db.selectFrom('p').selectAll().where('tenant_id', '=', id as never).execute();
`,
  'src/sessions.ts': `import type { Db } from './db.js';
export const sessions = (db: Db, session: Session) => db.selectFrom('p').selectAll().where('tenant_id', '=', session.tenantId as never).execute();
`,
  'src/deep.ts': `${imports}const d4 = (req: Request): string => { const pick = requireTenant(req); return pick.tenantId; };
const d3 = (req: Request): string => { const pick = d4(req); return pick; };
const d2 = (req: Request): string => { const pick = d3(req); return pick; };
const d1 = (req: Request): string => { const pick = d2(req); return pick; };
export const deep = (req: Request, db: Db) => db.selectFrom('p').selectAll().where('tenant_id', '=', d1(req) as never).execute();
`,
  'src/text.ts': `import { readFileSync } from 'node:fs';
import { Pool } from 'pg';
export const text = () => new Pool().query(readFileSync('queries/one.sql', 'utf8'));
`,
  'src/ambient.ts': "declare /* everywhere */ global { interface Ambient { readonly tenantId: import('./tenant.js').TenantId } }\nexport {};\n",
  'src/ambiently.ts': `import type { Db } from './db.js';
export const ambiently = (db: Db, auth: Ambient) => db.selectFrom('p').selectAll().where('tenant_id', '=', auth.tenantId).execute();
`,
  'src/apart.ts': `${imports}export const apart = (req: Request, db: Db) => db.selectFrom('log').selectAll().where('tenant_id', '=', requireTenant(req).tenantId).execute();
`,
  'queries/one.sql': 'select 1',
};

/** Changes of one file, and the file of a query that is judged otherwise for it. Undefined: the file is gone. */
const changes: readonly (readonly [what: string, path: string, text: string | undefined, judged: string])[] = [
  ['its own text', 'src/apart.ts', files['src/apart.ts']?.replace(".where('tenant_id', '=', requireTenant(req).tenantId)", '') ?? '', 'src/apart.ts'],
  ['what a constant that it imports holds', 'src/flags.ts', 'export const flags = { all: true };\n', 'src/flagged.ts'],
  ['somebody who changes it', 'src/changes.ts', "import { flags } from './flags.js';\nexport const open = () => { flags.all = true; };\n", 'src/flagged.ts'],
  ['another subclass of its class', 'src/wide.ts', "import { Base } from './base.js';\nimport type { Request, TenantId } from './tenant.js';\nexport class Wide extends Base { override tenant(req: Request) { return req.params.t as TenantId; } }\n", 'src/base.ts'],
  ['a subclass of its class', 'src/narrow.ts', files['src/narrow.ts']?.replace('requireTenant(req).tenantId', 'req.params.t as TenantId'), 'src/base.ts'],
  ['another caller', 'src/other.ts', `${imports}import { named } from './callee.js';\nexport const other = (req: Request, db: Db) => named(db, req.params.t as TenantId);\n`, 'src/callee.ts'],
  ['its caller', 'src/caller.ts', `${imports}import { named } from './callee.js';\nexport const call = (req: Request, db: Db) => named(db, req.query.t as TenantId);\n`, 'src/callee.ts'],
  ['a type two imports away', 'src/ids.ts', 'export type Id = string;\n', 'src/aliased.ts'],
  ['a type that a declaration of the project imports', 'src/ids.ts', 'export type Id = string;\n', 'src/declaredly.ts'],
  ['a type that a declaration for all files imports', 'src/ids.ts', 'export type Id = string;\n', 'src/sessions.ts'],
  ['a method anywhere that its functions may call', 'src/picks.ts', `${imports}import { Base } from './base.js';\nexport abstract class Picks extends Base { pick() { return this.db.selectFrom('log').execute(); } }\n`, 'src/deep.ts'],
  ['text that it reads', 'queries/one.sql', 'select * from o', 'src/text.ts'],
  ['text that is gone', 'queries/one.sql', undefined, 'src/text.ts'],
  ['what is declared everywhere', 'src/ambient.ts', 'declare global { interface Ambient { readonly tenantId: string } }\nexport {};\n', 'src/ambiently.ts'],
  ['what is declared nowhere any more', 'src/ambient.ts', undefined, 'src/ambiently.ts'],
  ['where an import leads', 'src/flags.ts', undefined, 'src/flagged.ts'],
];

const steps = 40;

const write = (directory: string, path: string, text: string | undefined): void => {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  if (text === undefined) rmSync(join(directory, path), { force: true });
  else writeFileSync(join(directory, path), text);
};

const verdictIn = (analysis: Pick<KeptAnalysis, 'sites'>, file: string) => worstOf(analysis.sites.filter((s) => s.file === file));

describe('what the runs of the last analysis have found', () => {
  let options: AnalyzeOptions;
  let first: KeptAnalysis;
  beforeAll(async () => {
    options = { directory: createDirectory({ ...shared, ...files }), configuration, model: await testModel() };
    first = await analyzeKept(options, { key: '', text: undefined });
  });
  afterAll(() => { rmSync(options.directory, { recursive: true, force: true }); });

  it('is that of an analysis without', async () => {
    expect(first.runs.taken).toBe(0);
    expect(reported(first)).toEqual(reported(await analyzeProject(options)));
  });

  it('is taken over as a whole while nothing changes', async () => {
    const again = await analyzeKept(options, { key: '', text: first.kept });
    expect(again.runs).toEqual({ made: 0, taken: first.runs.made });
    expect(reported(again)).toEqual(reported(first));
    expect(again.kept).toBe(first.kept);
  });

  it.each([
    ['another question', (text: string) => ({ key: 'other', text })],
    ['text that was changed', (text: string) => ({ key: '', text: text.replace('"scoped"', '"unproven"') })],
    ['text that ends too soon', (text: string) => ({ key: '', text: text.slice(0, -9) })],
  ])('is nothing to go by for %s', async (_, change) => {
    expect((await analyzeKept(options, change(first.kept))).runs.taken).toBe(0);
  });

  it.each(changes)('is made anew after a change of %s', async (_, path, text, judged) => {
    const before = path in files ? files[path] : undefined;
    write(options.directory, path, text);
    try {
      const clean = await analyzeProject(options);
      const after = await analyzeKept(options, { key: '', text: first.kept });
      expect(reported(after)).toEqual(reported(clean));
      expect(verdictIn(clean, judged)).not.toBe(verdictIn(first, judged));
      expect(reported(await analyzeKept(options, { key: '', text: after.kept }))).toEqual(reported(clean));
      if (path !== 'src/ambient.ts' && path !== 'src/ids.ts') expect(after.runs.taken).toBeGreaterThan(3);
    } finally {
      write(options.directory, path, before);
    }
  });

  it('is what clean runs find, whatever is changed, and changed back, one after the other', async () => {
    const below = random(7);
    const now = new Map(Object.entries(files));
    let { kept } = first;
    let taken = 0;
    for (let i = 0; i < steps; i += 1) {
      const [what, path, text] = changes[below(changes.length)] as (typeof changes)[number];
      const next = now.get(path) === text ? files[path] : text;
      write(options.directory, path, next);
      if (next === undefined) now.delete(path);
      else now.set(path, next);
      const after = await analyzeKept(options, { key: '', text: kept });
      expect({ i, what, ...reported(after) }).toEqual({ i, what, ...reported(await analyzeProject(options)) });
      ({ kept } = after);
      taken += after.runs.taken;
    }
    expect(taken).toBeGreaterThan(steps * 3);
  }, 120_000);
});
