import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const real = (name: string): string => JSON.stringify(pathToFileURL(require.resolve(`@typescript/native/${name}`)).href);

/** What goes wrong: statements in the constructor of the API, which has `client`; `options` before it. */
export interface Fault {
  readonly options?: string;
  readonly then?: string;
}

/** Does something at the `n`th message of a run that has its program. */
export const atMessage = (n: number, what: string): Fault => ({
  then: `let left = ${n};
    const ask = this.client.apiRequest.bind(this.client);
    this.client.apiRequest = (method, params) => {
      if (method === 'getTypeAtLocation' || method === 'getTypeAtLocations' || method === 'getSymbolsAtLocations') left -= 1;
      if (left === 0) { ${what} }
      return ask(method, params);
    };`,
});

const childPid = 'this.client.channel.child.pid';
export const kill = (signal: string): string => `process.kill(${childPid}, '${signal}');`;

/** Installs a compiler in a project that is TypeScript 7.1 but for a fault; the ids of its processes are kept in `globalThis.started`. */
export const installFaulty = (directory: string, { options = 'options', then = '' }: Fault, version = '7.1.0-dev.0'): void => {
  const modules = join(directory, 'node_modules');
  const place = join(modules, '@typescript/native');
  rmSync(join(modules, '@typescript'), { force: true, recursive: true });
  mkdirSync(place, { recursive: true });
  const files = {
    'package.json': JSON.stringify({ name: 'typescript', version, type: 'module', exports: { './package.json': './package.json', './sync': './sync.js', './ast': './ast.js' } }),
    'ast.js': `export * from ${real('ast')};`,
    'sync.js': `import { API as Real } from ${real('sync')};
export * from ${real('sync')};
export class API extends Real {
  constructor(options) {
    super(${options});
    (globalThis.started ??= []).push(${childPid});
    ${then}
  }
}`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
};

/** A `node_modules` of its own with what another one has. */
export const linkModules = (directory: string, names: readonly string[], from: string): void => {
  mkdirSync(join(directory, 'node_modules'));
  for (const name of names) symlinkSync(join(from, name), join(directory, 'node_modules', name));
};

/** Whether a process is there; one that has ended and is not waited for yet is not. */
export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
