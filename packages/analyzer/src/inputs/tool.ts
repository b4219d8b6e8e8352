import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashOf, isDirectory } from './inputs.ts';

const own = fileURLToPath(new URL('../../package.json', import.meta.url));

const installed = (name: string, from: string): string => createRequire(from).resolve(`${name}/package.json`);

/** The code of a package, as far as a look at its files tells it from another. */
const codeOf = (manifest: string): readonly string[] =>
  ['src', 'dist']
    .map((folder) => join(dirname(manifest), folder))
    .filter(isDirectory)
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => {
          const path = join(entry.parentPath, entry.name);
          const { size, mtimeMs } = statSync(path);
          return `${path} ${size} ${mtimeMs}`;
        }),
    );

const versionOf = (manifest: string): string => (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version;

/** Another identity may judge the same code otherwise: the versions of what judges, and in a checkout its files. */
export const toolIdentity = (): string => {
  const core = installed('@tenantscope/core', own);
  const versions = [own, core, installed('ts-morph', own), installed('libpg-query', core)].map(versionOf);
  return hashOf([...versions, ...[own, core].flatMap(codeOf)].join('\n'));
};
