import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ts } from 'ts-morph';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCompiler } from '#compiler';
import { compilesFile } from './compiled.ts';

const directory = (files: Readonly<Record<string, object>>): string => {
  const at = mkdtempSync(join(tmpdir(), 'tenantscope-compiled-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(at, name), JSON.stringify(content));
  return at;
};

beforeAll(() => { useCompiler(ts); });

describe('compilesFile', () => {
  it.each([
    ['everything, as Nest has it', { 'tsconfig.json': { compilerOptions: { outDir: 'dist' } } }, true],
    ['everything, without writing it', { 'tsconfig.json': { compilerOptions: { noEmit: true } } }, false],
    ['a folder', { 'tsconfig.json': { include: ['src'] } }, false],
    ['a folder with wildcards', { 'tsconfig.json': { include: ['src/**/*.ts', './lib/*'] } }, false],
    ['all TypeScript', { 'tsconfig.json': { include: ['**/*.ts'] } }, true],
    ['what lies at the top', { 'tsconfig.json': { include: ['./*.ts'] } }, true],
    ['all but it', { 'tsconfig.json': { exclude: ['*.config.ts'] } }, false],
    ['listed files', { 'tsconfig.json': { files: ['index.ts'] } }, false],
    ['everything, in the tsconfig of the build', { 'tsconfig.json': { compilerOptions: { noEmit: true } }, 'tsconfig.build.json': { extends: './tsconfig.json', compilerOptions: { noEmit: false } } }, true],
    ['what another tsconfig says', { 'tsconfig.json': { extends: './base.json' }, 'base.json': { include: ['src'] } }, false],
    ['nothing at all', {}, false],
  ])('%s: %s', (_name, files, expected) => {
    expect(compilesFile(directory(files), 'tenantscope.config.ts')).toBe(expected);
  });
});
