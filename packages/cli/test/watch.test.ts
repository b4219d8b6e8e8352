import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { commandLine, databaseProject, node, tenantscope } from './run.ts';

const leak = "import { Pool } from 'pg';\nexport const all = () => new Pool().query('select * from orders');\n";
const fixed = leak.replace('select * from orders', 'select 1');
const files = { 'src/a.ts': leak, 'migrations/1.sql': 'create table orders (id int primary key, tenant_id uuid not null);' };

interface Watching {
  readonly child: ChildProcess;
  /** What is printed from now on until the end of a run. */
  readonly nextRun: () => Promise<string>;
}

const children: ChildProcess[] = [];

const start = (directory: string, args: readonly string[] = []): Watching => {
  const child = spawn(node, commandLine(['check', '--watch', ...args]), { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let text = '';
  let wake = (): void => undefined;
  const take = (chunk: Buffer): void => {
    text += chunk.toString();
    if (text.includes('watching for changes')) wake();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const nextRun = async (): Promise<string> => {
    if (!text.includes('watching for changes')) await new Promise<void>((resolve) => (wake = resolve));
    const printed = text;
    text = '';
    return printed;
  };
  return { child, nextRun };
};

const workersOf = ({ pid }: ChildProcess): readonly string[] => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

describe('check --watch', () => {
  it('checks again when a source changes, and ends with Ctrl-C', async () => {
    const directory = databaseProject(files);
    const { child, nextRun } = start(directory);
    expect(await nextRun()).toContain('no-unscoped-query');
    writeFileSync(join(directory, 'README.md'), 'nothing that counts');
    writeFileSync(join(directory, 'migrations/1.sql'), 'create table orders (id int primary key);');
    expect(await nextRun()).toContain('unproven-table');
    writeFileSync(join(directory, 'src/a.ts'), fixed);
    expect(await nextRun()).toContain('1 scoped');
    child.kill('SIGINT');
    expect(await new Promise((resolve) => child.on('close', (code, signal) => { resolve(signal ?? code); }))).toBe('SIGINT');
  }, 120_000);

  it('waits for a project that cannot be checked to change', async () => {
    const directory = databaseProject(files);
    renameSync(join(directory, 'tsconfig.json'), join(directory, 'later.json'));
    const { nextRun } = start(directory);
    expect(await nextRun()).toContain('no tsconfig.json');
    renameSync(join(directory, 'later.json'), join(directory, 'tsconfig.json'));
    expect(await nextRun()).toContain('no-unscoped-query');
    rmSync(join(directory, 'tsconfig.json'));
    expect(await nextRun()).toContain('no tsconfig.json');
  }, 120_000);

  it.skipIf(process.platform !== 'linux')('goes on when the process that checks has ended, and leaves none behind', async () => {
    const directory = databaseProject(files);
    const { child, nextRun } = start(directory);
    const [first] = (await nextRun(), workersOf(child));
    process.kill(Number(first), 'SIGKILL');
    writeFileSync(join(directory, 'src/a.ts'), fixed);
    expect(await nextRun()).toContain('1 scoped');
    const [second] = workersOf(child);
    expect(second).not.toBe(first);
    writeFileSync(join(directory, 'src/a.ts'), leak);
    expect(await nextRun()).toContain('no-unscoped-query');
    expect(workersOf(child)).toEqual([second]);
    child.kill('SIGINT');
    await new Promise((resolve) => child.on('close', resolve));
    await expect.poll(() => existsSync(`/proc/${second}`), { timeout: 10_000 }).toBe(false);
  }, 120_000);

  it.each(['--no-cache', '--no-store'])('does not go with %s', async (option) => {
    expect(await tenantscope(['check', '--watch', option], { cwd: databaseProject(files) })).toMatchObject({ code: 2, stdout: '' });
  });
});
