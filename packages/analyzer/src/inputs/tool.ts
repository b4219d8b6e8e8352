import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashOf } from './inputs.ts';

const own = fileURLToPath(new URL('../../package.json', import.meta.url));

const installed = (name: string, from: string): string => createRequire(from).resolve(`${name}/package.json`);

/** A checkout runs from `src`, once it is built from `dist` too. */
const folder = basename(fileURLToPath(new URL('..', import.meta.url)));

/** The files of a package's code. */
const codeFiles = (manifest: string): readonly string[] =>
  readdirSync(join(dirname(manifest), folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|ts)$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name));

const versionOf = (manifest: string): string => (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version;

const packages = (): { readonly judging: readonly string[]; readonly versions: readonly string[] } => {
  const core = installed('@tenantscope/core', own);
  return { judging: [own, core], versions: [own, core, installed('ts-morph', own), installed('libpg-query', core)].map(versionOf) };
};

let identity: string | undefined;

const identify = (): string => {
  const { judging, versions } = packages();
  const code = judging.flatMap((manifest) =>
    codeFiles(manifest)
      .map((path) => `${relative(dirname(manifest), path)} ${hashOf(readFileSync(path))}`)
      .sort(),
  );
  return hashOf([...versions, ...code].join('\n'));
};

/** The same on every machine on which the same code judges, however it was installed: what runs of it find can be put together, and kept. A process has one. */
export const codeIdentity = (): string => (identity ??= identify());
