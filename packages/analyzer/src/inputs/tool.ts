import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashOf } from './inputs.ts';

const own = fileURLToPath(new URL('../../package.json', import.meta.url));

const installed = (name: string, from: string): string => createRequire(from).resolve(`${name}/package.json`);

/** A checkout runs from `src`, once it is built from `dist` too. */
const folder = basename(fileURLToPath(new URL('..', import.meta.url)));

/** The code of a package, as far as a look at its files tells it from another. */
const codeOf = (manifest: string): readonly string[] =>
  readdirSync(join(dirname(manifest), folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.endsWith('.d.ts'))
    .map((path) => {
      const { size, mtimeMs } = statSync(join(dirname(manifest), folder, path));
      return `${path} ${size} ${mtimeMs}`;
    });

const versionOf = (manifest: string): string => (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version;

/** Another identity may judge the same code otherwise: the versions of what judges, and in a checkout its files. */
export const toolIdentity = (): string => {
  const core = installed('@tenantscope/core', own);
  const versions = [own, core, installed('ts-morph', own), installed('libpg-query', core)].map(versionOf);
  return hashOf([...versions, ...[own, core].flatMap(codeOf)].join('\n'));
};
