import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { atMessage, type Fault, installFaulty, isRunning, kill } from '../../analyzer/test/support/faulty-compiler.ts';
import { type JudgedProject, judgeProject } from '../src/project.ts';
import { commandLine, nativeProject, node, repository, spawned, tenantscope } from './run.ts';

const files = {
  'src/a.ts': "import { Pool } from 'pg';\nexport const all = () => new Pool().query('select * from orders');\n",
  'migrations/1.sql': 'create table orders (id int primary key, tenant_id uuid not null);',
};

const projectWith = (fault: Fault, version?: string): string => {
  const directory = nativeProject(files);
  installFaulty(directory, fault, version);
  return directory;
};

const check = ['check', '--no-store'];

/** Values are numbered as they come, over all runs of the process. */
const renumbered = (told: unknown): string => {
  const seen = new Map<string, number>();
  return JSON.stringify(told, undefined, 1).replace(/"v\d+/g, (name) => `"v${seen.get(name) ?? (seen.set(name, seen.size), seen.get(name)) ?? ''}`);
};

describe('the two backends say the same', () => {
  it.each(['fixtures/apps/orderly', 'fixtures/apps/gatehouse', 'fixtures/benchmark'])('of %s', async (path) => {
    const directory = join(repository, path);
    const native = await judgeProject(directory, { backend: 'native' });
    const inProcess = await judgeProject(directory, { backend: 'ts-morph' });
    expect(native.sites.length).toBeGreaterThan(0);
    expect(native.sites.map(renumbered)).toEqual(inProcess.sites.map(renumbered));
    const rest = ({ report, files, suppressions, schema }: JudgedProject) => ({ report, files, suppressions, schema });
    expect(rest(native)).toEqual(rest(inProcess));
  });
});

describe.skipIf(process.platform === 'win32')('check with TypeScript 7', () => {
  const broken = atMessage(1, kill('SIGKILL'));

  it('goes on with TypeScript 6 when the process is killed, and says so', async () => {
    const directory = projectWith(broken);
    const plain = await tenantscope([...check, '--backend', 'ts-morph'], { cwd: directory });
    expect(plain).toMatchObject({ code: 1, stderr: '' });
    expect(await spawned(check, { cwd: directory })).toEqual({
      ...plain,
      stderr: 'types are read by the TypeScript that comes along, not by TypeScript 7: TypeScript 7.1.0-dev.0 failed: its process ended before the run did\n',
    });
  });

  it.each<readonly [string, Fault]>([
    ['is killed', broken],
    ['cannot be started', { options: "{ ...options, tsserverPath: '/nowhere/tsc' }" }],
  ])('ends 2 with --backend native when the process %s, without a stack', async (_, fault) => {
    const { code, stdout, stderr } = await spawned([...check, '--backend', 'native'], { cwd: projectWith(fault) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/TypeScript 7\.1\.0-dev\.0 failed: its process .*\. With --backend auto the run goes on/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('leaves no process behind when it is ended by %s', async (signal) => {
    const pause = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);';
    const directory = projectWith(atMessage(1, `process.getBuiltinModule('fs').writeFileSync('pid', String(globalThis.started[0])); ${pause}`));
    const run = spawn(node, commandLine([...check, '--backend', 'native']), { cwd: directory, stdio: 'ignore' });
    const ended = new Promise((resolve) => run.on('close', (_code, by) => { resolve(by); }));
    const file = join(directory, 'pid');
    await vi.waitFor(() => { expect(existsSync(file) && readFileSync(file, 'utf8')).toMatch(/\d/); }, 60_000);
    const pid = Number(readFileSync(file, 'utf8'));
    expect(isRunning(pid)).toBe(true);
    run.kill(signal);
    expect(await ended).toBe(signal);
    await vi.waitFor(() => { expect(isRunning(pid)).toBe(false); }, 10_000);
  }, 90_000);

  it('judges anew when another compiler is asked', async () => {
    const directory = projectWith({});
    const kept = (): number | undefined => globSync(join(directory, 'node_modules/.cache/tenantscope/check-*.json')).map((f) => statSync(f).ino)[0];
    const runs = async (args: readonly string[] = []): Promise<boolean> => {
      const before = kept();
      await tenantscope(['check', ...args], { cwd: directory });
      return kept() !== before;
    };
    expect([await runs(), await runs()]).toEqual([true, false]);
    expect([await runs(['--backend', 'ts-morph']), await runs(['--backend', 'native']), await runs(['--backend', 'native'])]).toEqual([true, true, false]);
    installFaulty(directory, {}, '7.1.0-dev.1');
    expect([await runs(['--backend', 'native']), await runs(['--backend', 'native'])]).toEqual([true, false]);
  });
});
