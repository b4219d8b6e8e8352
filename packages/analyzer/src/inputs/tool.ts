import { readdirSync, readFileSync, statSync } from 'node:fs';
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
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name));

/** The code of a package, as far as a look at its files tells it from another. */
const codeOf = (manifest: string): readonly string[] =>
  codeFiles(manifest).map((path) => {
    const { size, mtimeMs } = statSync(path);
    return `${path} ${size} ${mtimeMs}`;
  });

const versionOf = (manifest: string): string => (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version;

const packages = (): { readonly judging: readonly string[]; readonly versions: readonly string[] } => {
  const core = installed('@tenantscope/core', own);
  return { judging: [own, core], versions: [own, core, installed('ts-morph', own), installed('libpg-query', core)].map(versionOf) };
};

/** The same on every machine on which the same code judges: what runs of it find can be put together. */
export const codeIdentity = (): string => {
  const { judging, versions } = packages();
  const code = judging.flatMap((manifest) =>
    codeFiles(manifest)
      .filter((path) => /\.(js|ts)$/.test(path))
      .map((path) => `${relative(dirname(manifest), path)} ${hashOf(readFileSync(path))}`)
      .sort(),
  );
  return hashOf([...versions, ...code].join('\n'));
};

let identity: string | undefined;

/** Another identity may judge the same code otherwise: the versions of what judges, and in a checkout its files. A process has one. */
export const toolIdentity = (): string => {
  if (identity === undefined) {
    const { judging, versions } = packages();
    identity = hashOf([...versions, ...judging.flatMap(codeOf)].join('\n'));
  }
  return identity;
};
