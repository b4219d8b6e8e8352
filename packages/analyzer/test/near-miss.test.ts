import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeCases, analyzeFiles, worstOf } from './cases.ts';
import { all, given, nearMisses as cases } from './tables/near-miss.ts';
import type { Site } from '../src/index.ts';

describe('a proof and its near misses', () => {
  let sites: ReadonlyMap<string, readonly Site[]>;
  beforeAll(async () => {
    sites = await analyzeCases(cases);
  });

  it.each(cases)('$name: $verdict, $why', ({ name, verdict }) => {
    const found = sites.get(name) ?? [];
    expect({ verdict: worstOf(found), findings: found.flatMap((s) => s.findings.map((f) => `${f.refusal.rule}: ${f.refusal.why}`)) }).toMatchObject({ verdict });
  });

  it('believes no type of a project that does not check for null', async () => {
    const code = `import type { SelectQueryBuilder } from 'kysely'; import type { DB, Db } from './db.js'; import type { Auth, TenantId } from './tenant.js';
${given} export async function f(db: Db, a: Auth) { return given(${all}, a.tenantId).execute(); }`;
    const tsconfig = JSON.stringify({ compilerOptions: { strict: false, target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', skipLibCheck: true, noEmit: true, types: [] }, include: ['src'] });
    const { sites: found } = await analyzeFiles({ 'src/f.ts': code, 'tsconfig.json': tsconfig });
    expect(worstOf(found)).toBe('unscoped');
  });
});
