import { join } from 'node:path';
import { ESLint } from 'eslint';
import { ESLint as ESLint9 } from 'eslint-9';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import tenantscope from '../src/index.ts';
import { leak, projectWith } from './support/project.ts';

/** What both versions of ESLint have. */
interface Linter {
  readonly lintText: (text: string, options: { readonly filePath: string }) => Promise<readonly { readonly messages: readonly { readonly ruleId: string | null; readonly line: number; readonly column: number; readonly message: string; readonly suggestions?: readonly unknown[] | undefined }[] }[]>;
}

const open = (version: typeof ESLint | typeof ESLint9, cwd: string, configs: readonly unknown[]): Linter =>
  new version({ cwd, overrideConfigFile: true, overrideConfig: configs as never });

const reports = async (linter: Linter, filePath: string, text: string) =>
  (await linter.lintText(text, { filePath })).flatMap((r) => r.messages.map(({ ruleId, line, column, message, suggestions = [] }) => ({ ruleId, line, column, message, suggestions: suggestions.length })));

const javascript = `import { db } from './db.ts';
/** @param {import('./auth.ts').AuthContext} auth */
export const own = (auth) => db.selectFrom('orders').select('id').where('tenant_id', '=', auth.tenantId).execute();
/** @param {import('./auth.ts').AuthContext} auth */
export const every = (auth) => [auth, db.selectFrom('orders').select('id').execute()];
`;

describe('ESLint 9 and 10', () => {
  it('report the same', async () => {
    const directory = projectWith();
    const file = join(directory, 'src/linted.ts');
    const [nine, ten] = await Promise.all([ESLint9, ESLint].map((v) => reports(open(v, directory, tenantscope.configs.recommended), file, leak.replace('_:', 'auth:'))));
    expect(ESLint9.version).toMatch(/^9\./);
    expect(ESLint.version).toMatch(/^10\./);
    expect(nine).toMatchObject([{ ruleId: 'tenantscope/no-unscoped-query', line: 3, suggestions: 1 }]);
    expect(ten).toEqual(nine);
  });
});

describe('presets', () => {
  it('go under an existing typed set-up', async () => {
    const directory = projectWith();
    const typed = [...tseslint.configs.recommendedTypeChecked, { languageOptions: { parserOptions: { projectService: true } } }, ...tenantscope.configs.rules];
    const found = await reports(open(ESLint, directory, typed), join(directory, 'src/linted.ts'), leak);
    expect(found.map((r) => r.ruleId)).toContain('tenantscope/no-unscoped-query');
  });

  it('read types from JSDoc comments', async () => {
    const directory = projectWith();
    const found = await reports(open(ESLint, directory, tenantscope.configs.javascript), join(directory, 'src/linted.js'), javascript);
    expect(found).toMatchObject([{ ruleId: 'tenantscope/no-unscoped-query', line: 5 }]);
  });
});
