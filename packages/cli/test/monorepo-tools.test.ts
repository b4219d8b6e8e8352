import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine, node, project, repository } from './run.ts';

const require = createRequire(import.meta.url);

/** Nothing is asked of the network, and nothing goes on when a test is over. */
const environment = { TURBO_TELEMETRY_DISABLED: '1', NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false', NX_NO_CLOUD: 'true', NX_TUI: 'false', DO_NOT_TRACK: '1', NO_COLOR: '1', CHECK_DAY: '2026-01-01', CI: '1' };

interface Tool {
  readonly name: 'turborepo' | 'nx';
  readonly command: readonly string[];
  /** How it says that a task of a package came from its cache. */
  readonly hit: (name: string) => RegExp;
  /** Of the changes below, those that are tried with it: Nx takes seconds to start. */
  readonly changes: readonly string[];
}

const packages = ['the version of tenantscope', 'a file of SQL in a package that both depend on'];

const tools: readonly Tool[] = [
  { name: 'turborepo', command: [require.resolve('turbo/bin/turbo'), 'run', 'check'], hit: (name) => new RegExp(`${name}:check: cache hit, replaying logs`), changes: ['the configuration', 'the schema', ...packages] },
  { name: 'nx', command: [require.resolve('nx'), 'run-many', '--target=check', '--outputStyle=static'], hit: (name) => new RegExp(`nx run ${name}:check +\\[local cache\\]`), changes: packages },
];

/** What `npm install` would write. */
const lockfile = (version: string): string =>
  JSON.stringify({
    name: 'example',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: 'example', workspaces: ['packages/*'], devDependencies: { tenantscope: '*' } },
      'node_modules/@example/api': { resolved: 'packages/api', link: true },
      'node_modules/@example/db': { resolved: 'packages/db', link: true },
      'node_modules/tenantscope': { version },
      'packages/api': { name: '@example/api', version: '1.0.0', dependencies: { '@example/db': '1.0.0' } },
      'packages/db': { name: '@example/db', version: '1.0.0' },
    },
  });

/** The example, installed: its packages linked to each other, and the command that is tested. */
const install = (name: Tool['name']): string => {
  const cwd = project({ 'package-lock.json': lockfile('1.0.0') });
  cpSync(join(repository, 'docs/examples', name), cwd, { recursive: true, filter: (path) => !/[/\\](node_modules|\.turbo|\.nx)$/.test(path) });
  const modules = join(cwd, 'node_modules');
  for (const folder of ['@example', '@types', '.bin']) mkdirSync(join(modules, folder), { recursive: true });
  for (const own of ['api', 'db']) symlinkSync(join('../../packages', own), join(modules, '@example', own));
  for (const types of ['pg', '@types/pg']) symlinkSync(join(repository, 'packages/analyzer/node_modules', types), join(modules, types));
  if (name === 'nx') symlinkSync(dirname(require.resolve('nx/package.json')), join(modules, 'nx'));
  const bin = join(modules, '.bin/tenantscope');
  writeFileSync(bin, `#!/bin/sh\nexec '${node}' --no-warnings ${commandLine([]).map((a) => `'${a}'`).join(' ')} "$@"\n`);
  chmodSync(bin, 0o755);
  return cwd;
};

const run = (cwd: string, { command }: Tool): Promise<{ readonly code: number; readonly output: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, command, { cwd, env: { ...process.env, ...environment }, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, output: stdout + stderr });
    });
  });

const edit = (cwd: string, path: string, from: string, to: string): void => {
  const at = join(cwd, path);
  const before = readFileSync(at, 'utf8');
  expect(before).toContain(from);
  writeFileSync(at, before.replace(from, to));
};

const report = (cwd: string, own: string): string => readFileSync(join(cwd, 'packages', own, 'tenantscope.json'), 'utf8');

const changes: readonly (readonly [what: string, change: (cwd: string) => void])[] = [
  ['the configuration', (cwd) => { edit(cwd, 'tenantscope.config.json', '"migrations/*.sql"', '"migrations/1*.sql"'); }],
  ['the schema', (cwd) => { writeFileSync(join(cwd, 'migrations/2.sql'), 'create table notes (id int primary key);'); }],
  ['the version of tenantscope', (cwd) => { writeFileSync(join(cwd, 'package-lock.json'), lockfile('1.0.1')); }],
  ['a file of SQL in a package that both depend on', (cwd) => { writeFileSync(join(cwd, 'packages/db/orders.sql'), 'select 1'); }],
];

describe.each(tools)('the example of docs/examples/$name', (tool) => {
  it('checks once, then takes the result from the cache, and checks again what an edit may have changed', { timeout: 600_000 }, async () => {
    const cwd = install(tool.name);
    const first = await run(cwd, tool);
    expect(first.code, first.output).toBe(0);
    for (const name of ['@example/api', '@example/db']) expect(first.output).not.toMatch(tool.hit(name));
    const reports = ['api', 'db'].map((own) => report(cwd, own));
    expect(reports.map((r) => (JSON.parse(r) as { readonly summary: object }).summary)).toMatchObject([{ sites: 2, scoped: 2 }, { sites: 1, scoped: 1 }]);

    for (const own of ['api', 'db']) {
      rmSync(join(cwd, 'packages', own, 'tenantscope.json'));
      rmSync(join(cwd, 'node_modules/.cache/tenantscope'), { recursive: true, force: true });
    }
    const second = await run(cwd, tool);
    expect(second.code).toBe(0);
    for (const name of ['@example/api', '@example/db']) expect(second.output).toMatch(tool.hit(name));
    expect(['api', 'db'].map((own) => report(cwd, own))).toEqual(reports);

    // Another package's source, which is as clean as before by itself.
    edit(cwd, 'packages/db/src/index.ts', 'where tenant_id = $1 and total > $2', 'where total > $2');
    const across = await run(cwd, tool);
    expect(across.code, across.output).toBe(1);
    expect(across.output).not.toMatch(tool.hit('@example/api'));
    expect(across.output).toMatch(/no-unscoped-query +rows of orders that belong to other tenants reach the result/);

    edit(cwd, 'packages/db/src/index.ts', 'where total > $2', 'where tenant_id = $1 and total > $2');
    edit(cwd, 'packages/api/src/index.ts', 'pool.query(largeOrders, [tenantOf(request), 1000])', "pool.query('select total from orders')");
    const handler = await run(cwd, tool);
    expect(handler.code, handler.output).toBe(1);
    expect(handler.output).toMatch(tool.hit('@example/db'));
    expect(handler.output).toMatch(/src\/index\.ts:6:\d+ +no-unscoped-query/);
    // A gate that is not passed is not passed the second time.
    if (tool.name === 'turborepo') expect(await run(cwd, tool)).toMatchObject({ code: 1 });
  });

  it('checks again after a change of anything that verdicts depend on', { timeout: 600_000 }, async () => {
    const cwd = install(tool.name);
    // Whether a task is run is asked of the tool; what it runs is tested above.
    for (const own of ['api', 'db']) edit(cwd, `packages/${own}/package.json`, '"check": "tenantscope check --format json --output tenantscope.json || tenantscope check"', '"check": "node -p process.pid"');
    await run(cwd, tool);
    expect((await run(cwd, tool)).output).toMatch(tool.hit('@example/api'));
    for (const [what, change] of changes.filter(([name]) => tool.changes.includes(name))) {
      change(cwd);
      const { output } = await run(cwd, tool);
      for (const name of ['@example/api', '@example/db']) expect(output, what).not.toMatch(tool.hit(name));
    }
  });
});
