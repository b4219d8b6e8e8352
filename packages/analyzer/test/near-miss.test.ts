import { describe, expect, it } from 'vitest';
import { analyzeFiles, worstOf } from './cases.ts';
import { itDecides } from './decides.ts';
import { all, given, nearMisses } from './tables/near-miss.ts';

describe('a proof and its near misses', () => {
  itDecides(nearMisses);

  it('believes no type of a project that does not check for null', async () => {
    const code = `import type { SelectQueryBuilder } from 'kysely'; import type { DB, Db } from './db.js'; import type { Auth, TenantId } from './tenant.js';
${given} export async function f(db: Db, a: Auth) { return given(${all}, a.tenantId).execute(); }`;
    const tsconfig = JSON.stringify({ compilerOptions: { strict: false, target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', skipLibCheck: true, noEmit: true, types: [] }, include: ['src'] });
    const { sites: found } = await analyzeFiles({ 'src/f.ts': code, 'tsconfig.json': tsconfig });
    expect(worstOf(found)).toBe('unscoped');
  });
});
