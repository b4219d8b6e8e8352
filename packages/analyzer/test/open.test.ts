import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { withProject } from '../src/index.ts';
import { createDirectory, shared } from './cases.ts';

const directory = createDirectory(shared);
afterAll(() => { rmSync(directory, { recursive: true, force: true }); });

const opened = async (backend: 'auto' | 'native', unusable: readonly string[]) => {
  const said: string[] = [];
  const files = await withProject({ directory, backend, find: () => Promise.resolve({ unusable }), onFallback: (why) => said.push(why) }, (project) => project.files.length);
  return { files, said };
};

describe('without a TypeScript 7 that can be asked', () => {
  it.each<readonly [what: string, unusable: readonly string[], said: readonly string[], refused: RegExp]>([
    ['none', [], [], /^TypeScript 7\.1 or newer is not installed\. Install it .*npm install -D/],
    ['7.0', ['typescript 7.0.2'], ['typescript 7.0.2 cannot be asked of types: 7.1 or newer is needed'], /^typescript 7\.0\.2 cannot be asked of types: 7\.1 or newer is needed\. Install it/],
  ])('%s: auto takes TypeScript 6, native says what to install', async (_, unusable, said, refused) => {
    expect(await opened('auto', unusable)).toEqual({ files: 2, said });
    await expect(opened('native', unusable)).rejects.toMatchObject({ code: 'no-native-compiler', message: expect.stringMatching(refused) as string });
  });
});
