import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { leak, openEditor, packageRoot, projectWith, scoped } from './support/project.ts';
import { tinyProject } from './support/tiny.ts';

const run = promisify(execFile);

/** A project with its own node_modules and nothing of ours in it. */
const tiny = (): string => {
  const directory = projectWith({}, { from: join(packageRoot, 'test/empty'), modules: false });
  for (const [path, text] of Object.entries(tinyProject)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
};

/** Growth of the heap between the 200th edit and the last, in bytes: what a thousand buffers of a few hundred bytes leave behind in ESLint and TypeScript themselves. */
const allowed = 12_000_000;

describe('an editor', () => {
  afterEach(() => { vi.useRealTimers(); });

  it('follows 1,000 edits of a file, and keeps nothing of them', async () => {
    const script = fileURLToPath(new URL('support/edits.ts', import.meta.url));
    const { stdout } = await run(process.execPath, ['--expose-gc', '--conditions=source', script, tiny(), '1000'], { maxBuffer: 1e7 });
    const { wrong, heaps } = JSON.parse(stdout) as { readonly wrong: readonly number[]; readonly heaps: readonly number[] };
    expect(wrong).toEqual([]);
    expect(heaps).toHaveLength(10);
    expect((heaps.at(-1) ?? Number.NaN) - (heaps[1] ?? Number.NaN)).toBeLessThan(allowed);
  });

  it('reads a changed configuration without a restart', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const directory = projectWith();
    const lint = openEditor(directory);
    expect(await lint(leak)).toHaveLength(1);
    const shared = { tenant: { column: 'tenant_id', root: 'tenants.id', types: ['TenantId', 'AuthContext.tenantId'] }, tables: { shared: ['countries', 'orders'] }, schema: { types: 'src/db.ts#DB' } };
    writeFileSync(join(directory, 'tenantscope.config.json'), JSON.stringify(shared));
    vi.advanceTimersByTime(10_000);
    expect(await lint(leak)).toEqual([]);
  });

  it('judges two files in turn, each by its own text', async () => {
    const lint = openEditor(projectWith({ 'src/second.ts': scoped }));
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await lint(leak)).toHaveLength(1);
      expect(await lint(scoped, 'src/second.ts')).toEqual([]);
    }
  });
});

const eslintConfig = `import tenantscope from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)};
export default [...tenantscope.configs.recommended];
`;

const cli = join(packageRoot, 'node_modules/eslint/bin/eslint.js');

/** What ESLint's command line reports, by file. */
const command = async (directory: string, ...flags: readonly string[]): Promise<readonly string[]> => {
  const { stdout } = await run(process.execPath, ['--conditions=source', cli, 'src', '--format', 'json', ...flags], { cwd: directory, maxBuffer: 1e8, env: { ...process.env, NODE_OPTIONS: '--conditions=source' } }).catch((error: unknown) => error as { readonly stdout: string });
  const results = JSON.parse(stdout) as readonly { readonly filePath: string; readonly messages: readonly { readonly ruleId: string | null; readonly line: number }[] }[];
  return results.flatMap(({ filePath, messages }) => messages.map((m) => `${filePath.slice(directory.length)}:${m.line} ${m.ruleId ?? 'fatal'}`)).sort();
};

describe("ESLint's command line", () => {
  it('reports the same with a cache, and with several workers', { timeout: 240_000 }, async () => {
    const directory = projectWith({ 'eslint.config.mjs': eslintConfig, 'src/leak.ts': leak, 'src/other.ts': leak.replace('orders =', 'others ='), 'src/scoped.ts': scoped.replace('orders =', 'own =') });
    const plain = await command(directory);
    expect(plain.filter((r) => r.endsWith('no-unscoped-query'))).toEqual(['/src/leak.ts:3 tenantscope/no-unscoped-query', '/src/other.ts:3 tenantscope/no-unscoped-query']);
    expect(await command(directory, '--cache')).toEqual(plain);
    expect(await command(directory, '--cache')).toEqual(plain);
    expect(await command(directory, '--concurrency', '2')).toEqual(plain);
  });
});
