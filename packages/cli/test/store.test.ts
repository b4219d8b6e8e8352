import { readVerdicts, textHash } from '@tenantscope/command';
import { appendFileSync, existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { databaseProject, tenantscope } from './run.ts';

const source = `import { Pool } from 'pg';
const pool = new Pool();
export const everything = () => pool.query('select * from orders');
export const again = () => [pool.query('select 1'), pool.query('select 1')];
`;
const moved = `// moved\n\n${source.replace("pool.query('select * from orders')", "pool\n  // all of them\n  .query(\n    'select * from orders',\n  )")}`;
const files = { 'src/a.ts': source, 'migrations/1.sql': 'create table orders (id int primary key, tenant_id uuid not null);' };
const cache = 'node_modules/.cache';

interface Sites {
  readonly sites: readonly { readonly fingerprint: string; readonly line: number }[];
}

describe('the verdicts that check keeps', () => {
  it('are those it printed, with what was judged; fingerprints stay when code moves', async () => {
    const directory = databaseProject(files);
    const first = await tenantscope(['check', '--format', 'json'], { cwd: directory });
    const kept = readVerdicts(join(directory, 'src/a.ts'));
    const report = JSON.parse(first.stdout) as Sites;
    expect(kept?.report).toEqual(report);
    expect(kept?.files).toEqual({ 'src/a.ts': textHash(source) });
    expect(kept?.texts['src/a.ts']).toEqual({ [report.sites[0]?.fingerprint ?? '']: "pool.query('select * from orders')" });
    writeFileSync(join(directory, 'src/a.ts'), moved);
    const second = await tenantscope(['check', '--format', 'json'], { cwd: directory });
    const after = JSON.parse(second.stdout) as Sites;
    expect(after.sites.map((s) => s.fingerprint)).toEqual(report.sites.map((s) => s.fingerprint));
    expect(new Set(after.sites.map((s) => s.fingerprint)).size).toBe(3);
    expect(after.sites[0]?.line).toBe(5);
  });

  it('are left out by --no-store, and of nothing', async () => {
    const directory = databaseProject(files);
    expect(await tenantscope(['check', '--no-store'], { cwd: directory })).toMatchObject({ code: 1, stderr: '' });
    expect(existsSync(join(directory, cache))).toBe(false);
  });

  it('are kept beside the printed report whatever its format', async () => {
    const directory = databaseProject(files);
    appendFileSync(join(directory, 'src/a.ts'), 'export const = ;\n');
    expect((await tenantscope(['check'], { cwd: directory })).code).toBe(3);
    const [store = ''] = globSync(`${cache}/tenantscope/*`, { cwd: directory });
    expect(readFileSync(join(directory, store), 'utf8')).toContain('has a syntax error');
  });
});
