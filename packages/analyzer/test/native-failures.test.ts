import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { API } from '@typescript/native/sync';
import type { TenantModel } from '@tenantscope/core';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { watchLine } from '../src/host/native/line.ts';
import { type Analysis, analyzeProject, type Backend, withProject } from '../src/index.ts';
import { configuration, shared, testModel } from './cases.ts';
import { atMessage, type Fault, installFaulty, isRunning, kill, linkModules } from './support/faulty-compiler.ts';

const files = {
  ...shared,
  'src/list.ts': `import type { Db } from './db.js'; import { requireTenant, type Request } from './tenant.js';
export const mine = (db: Db, req: Request) => db.selectFrom('o').select('id').where('tenant_id', '=', requireTenant(req).tenantId).execute();
export const all = (db: Db) => db.selectFrom('o').select('id').execute();`,
};

const started = (): readonly number[] => (globalThis as { started?: readonly number[] }).started ?? [];

const installed = join(dirname(fileURLToPath(import.meta.url)), '../node_modules');

let model: TenantModel;
const directories: string[] = [];

const projectWith = (fault: Fault, version?: string): string => {
  const directory = mkdtempSync(join(tmpdir(), 'tenantscope-'));
  directories.push(directory);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  linkModules(directory, ['kysely'], installed);
  installFaulty(directory, fault, version);
  return directory;
};

interface Told {
  readonly verdicts: readonly string[];
  readonly fallbacks: readonly string[];
}

const judge = async (directory: string, backend: Backend): Promise<Told> => {
  const fallbacks: string[] = [];
  const { sites }: Analysis = await withProject({ directory, backend, patience: 1500, onFallback: (why) => fallbacks.push(why) }, (project) => analyzeProject({ directory, configuration, model, project }));
  return { verdicts: sites.map((s) => `${s.function} ${s.verdict}`), fallbacks };
};

const verdicts = ['mine scoped', 'all unscoped'];

beforeAll(async () => {
  model = await testModel();
});

afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

const faults: readonly (readonly [name: string, fault: Fault, why: RegExp])[] = [
  ['is killed while it reads the project', { then: kill('SIGKILL') }, /its process ended before the run did/],
  ['is killed halfway', atMessage(2, kill('SIGKILL')), /its process ended before the run did/],
  ['hangs from the start', { then: kill('SIGSTOP') }, /gave no answer for 1\.5 s, and was ended/],
  ['hangs halfway', atMessage(3, kill('SIGSTOP')), /gave no answer for 1\.5 s, and was ended/],
  ['cannot be started', { options: `{ ...options, tsserverPath: '/nowhere/tsc' }` }, /its process could not be started/],
  ['ends at once', { options: `{ ...options, tsserverPath: '/bin/false' }` }, /its process ended before the run did/],
  ['says something else', { options: `{ ...options, tsserverPath: '/bin/echo' }` }, /failed: /],
  ['answers with nonsense', atMessage(1, 'return [{}, {}, {}];'), /failed: /],
  ['is of a version that nobody knows', { then: 'this.client.channel.requestSync = undefined;' }, /its API is not one that is known/],
];

describe.skipIf(process.platform === 'win32')('when the process of TypeScript 7', () => {
  it.each(faults)('%s, auto takes TypeScript 6 and says so, and native says why', async (_, fault, why) => {
    const directory = projectWith(fault);
    const before = started().length;
    expect(await judge(directory, 'auto')).toEqual({ verdicts, fallbacks: [expect.stringMatching(why) as string] });
    await expect(judge(directory, 'native')).rejects.toMatchObject({ name: 'ProjectError', code: 'native-failed', message: expect.stringMatching(why) as string });
    const pids = started().slice(before).filter((pid) => typeof pid === 'number');
    await vi.waitFor(() => { expect(pids.filter(isRunning)).toEqual([]); }, 5000);
  });

  it('works, nothing is said and nothing is left', async () => {
    const directory = projectWith({});
    const before = started().length;
    expect(await judge(directory, 'auto')).toEqual({ verdicts, fallbacks: [] });
    expect(started().length).toBe(before + 1);
    await vi.waitFor(() => { expect(started().filter(isRunning)).toEqual([]); }, 5000);
  });
});

describe('what is of no use', () => {
  const without = (version: string): string => {
    const directory = projectWith({}, version);
    writeFileSync(join(directory, 'node_modules/@typescript/native/package.json'), JSON.stringify({ name: 'typescript', version, exports: { './package.json': './package.json' } }));
    return directory;
  };

  it('7.0 beside the project is passed over for the 7.1 that the analyzer has', async () => {
    expect(await judge(without('7.0.2'), 'native')).toEqual({ verdicts, fallbacks: [] });
  });
});

describe('an answer that was not read', () => {
  const line = (read: () => string) => {
    const channel = { child: { pid: 2 ** 30, on: () => undefined }, writeTuple: () => undefined, requestBinarySync: () => '', requestSync: (): string => (channel.writeTuple(), read()) };
    const unwatch = watchLine({ client: { channel } } as unknown as API, 60_000);
    return { ask: () => channel.requestSync(), unwatch };
  };

  it('is not taken for that of the next question', () => {
    let full = true;
    const { ask, unwatch } = line(() => {
      if (full) throw new RangeError('Maximum call stack size exceeded');
      return 'the answer to the question before';
    });
    expect(ask).toThrow(RangeError);
    full = false;
    expect(ask).toThrow('an answer of its process was lost where the stack ran out');
    unwatch();
  });

  it('is not missed where nothing was asked', () => {
    const { ask, unwatch } = line(() => 'yes');
    expect([ask(), ask()]).toEqual(['yes', 'yes']);
    unwatch();
  });
});
