import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint, type Linter } from 'eslint';
import { afterAll } from 'vitest';
import tenantscope from '../../src/index.ts';

export const packageRoot = fileURLToPath(new URL('../../', import.meta.url));
const sample = fileURLToPath(new URL('../project', import.meta.url));

const made: string[] = [];

/** A copy of a project outside of the repository, with changes: `undefined` leaves a file out. It is removed after the tests of the file. */
export const projectWith = (changes: Readonly<Record<string, string | undefined>> = {}, { from = sample, modules = join(packageRoot, 'node_modules') }: { readonly from?: string; readonly modules?: string | false } = {}): string => {
  if (made.length === 0) afterAll(() => { made.splice(0).forEach((directory) => { rmSync(directory, { recursive: true, force: true }); }); });
  const directory = mkdtempSync(join(realpathSync(tmpdir()), 'tenantscope-lint-'));
  made.push(directory);
  cpSync(from, directory, { recursive: true, filter: (path) => !path.includes('node_modules') });
  if (modules !== false) symlinkSync(modules, join(directory, 'node_modules'));
  for (const [path, text] of Object.entries(changes)) {
    rmSync(join(directory, path), { force: true });
    if (text === undefined) continue;
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
};

/** One ESLint process over a project, as an editor has it. */
export const openEditor = (directory: string, configs: readonly unknown[] = tenantscope.configs.recommended): ((text: string, path?: string) => Promise<readonly string[]>) => {
  const eslint = new ESLint({ cwd: directory, overrideConfigFile: true, overrideConfig: configs as Linter.Config[] });
  return async (text, path = 'src/linted.ts') => {
    const [result] = await eslint.lintText(text, { filePath: join(directory, path) });
    return (result?.messages ?? []).map((m) => `${m.ruleId?.replace('tenantscope/', '') ?? 'fatal'}: ${m.message.replaceAll(directory, '.')}`);
  };
};

const imports = "import { db } from './db.ts';\nimport type { AuthContext } from './auth.ts';\n";
/** Reads the orders of every tenant. */
export const leak = `${imports}export const orders = (_: AuthContext) => db.selectFrom('orders').select('id').execute();\n`;
export const scoped = `${imports}export const orders = (auth: AuthContext) => db.selectFrom('orders').select('id').where('tenant_id', '=', auth.tenantId).execute();\n`;
