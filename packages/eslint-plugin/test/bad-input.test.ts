import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { describe, expect, it } from 'vitest';
import tenantscope from '../src/index.ts';
import { leak, openEditor, packageRoot, projectWith, scoped } from './support/project.ts';

const config = 'tenantscope.config.json';
const withoutConfig = { [config]: undefined };
const configured = (value: object) => ({ [config]: JSON.stringify(value) });

/** Our rules for every file, under somebody else's languageOptions. */
const rulesUnder = (languageOptions: object): readonly unknown[] => [{ files: ['**/*'], languageOptions }, ...tenantscope.configs.rules, ...tenantscope.configs.javascript.slice(1)];

const babel = { meta: { name: '@babel/eslint-parser' }, parseForESLint: (text: string, options: parser.ParserOptions) => ({ ...parser.parseForESLint(text, { ...options, projectService: false }), services: {} }) };

/** A parser whose TypeScript numbers the kinds of nodes in another way. */
const otherCompiler = {
  meta: { name: 'typescript-eslint/parser' },
  parseForESLint: (text: string, options: parser.ParserOptions) => {
    const parsed = parser.parseForESLint(text, { ...options, projectService: true });
    const { esTreeNodeToTSNodeMap: map } = parsed.services;
    return { ...parsed, services: { ...parsed.services, esTreeNodeToTSNodeMap: { get: (node: never) => ({ ...(map.get(node) as object), kind: 9_999 }) } } };
  },
};

interface Trouble {
  readonly project?: Readonly<Record<string, string | undefined>>;
  readonly text?: string;
  readonly file?: string;
  readonly configs?: readonly unknown[];
  readonly says: RegExp;
}

const outside = /not found by the project service. Consider either including it in the tsconfig\.json/;

const troubles: readonly (readonly [name: string, trouble: Trouble])[] = [
  ['no tsconfig', { project: { 'tsconfig.json': undefined }, says: outside }],
  ['a file of no tsconfig', { project: { 'scripts/x.ts': leak }, file: 'scripts/x.ts', says: outside }],
  ["ESLint's own parser", { text: 'export const a = 1;', file: 'src/linted.js', configs: tenantscope.configs.javascript.slice(1), says: /parsed by another parser, which gives no types; tenantscope needs @typescript-eslint\/parser with projectService: .*configs\.recommended/ }],
  ["Babel's parser", { text: 'export const a = 1;', file: 'src/linted.js', configs: rulesUnder({ parser: babel }), says: /parsed by @babel\/eslint-parser, which gives no types/ }],
  ['a parser without types', { configs: rulesUnder({ parser }), says: /was not told where types come from; tenantscope needs parserOptions\.projectService: true/ }],
  ['a parser with another TypeScript', { configs: rulesUnder({ parser: otherCompiler }), says: /has another TypeScript than eslint-plugin-tenantscope \(\d+\.\d+\.\d+\): install one version/ }],
  ['a buffer that does not parse', { text: 'export const = ;', says: /^fatal: Parsing error/ }],
  ['JSON that is cut off', { project: { [config]: '{ "tenant": ' }, says: /tenantscope\.config\.json cannot be loaded: Unexpected end of JSON input/ }],
  ['TypeScript that is cut off', { project: { ...withoutConfig, 'tenantscope.config.ts': 'export default {' }, says: /tenantscope\.config\.ts cannot be loaded: / }],
  ['an unknown key', { project: configured({ tenant: { colum: 'x' } }), says: /tenant\.colum: unknown key "colum"; did you mean "column"\?/ }],
  ['a table that is not there', { project: configured({ tenant: { column: 'tenant_id', root: 'tenants.id' }, tables: { shared: ['nations'] } }), says: /tables\.shared\[0\]: there is no table "nations"/ }],
  ['two configurations', { project: { 'tenantscope.config.ts': 'export default {};' }, says: /two configurations in one directory/ }],
  ['a DB type in no file', { project: configured({ schema: { types: 'src/nowhere.ts#DB' } }), says: /schema\.types names src\/nowhere\.ts, which is not part of the project/ }],
  ['a DB type of another name', { project: configured({ schema: { types: 'src/db.ts#Database' } }), says: /schema\.types names Database in src\/db\.ts, which does not declare it/ }],
  ['migrations that match nothing', { project: configured({ schema: { migrations: 'sql/*.sql' } }), says: /schema\.migrations: no file matches sql\/\*\.sql/ }],
];

describe('what keeps a file from being judged', () => {
  it.each(troubles)('says so once: %s', async (_, { project, text = leak, file, configs, says }) => {
    const lint = openEditor(projectWith(project), configs);
    const first = await lint(text, file);
    expect(first).toEqual([expect.stringMatching(says)]);
    // An editor lints the buffer again, and the trouble is still there.
    expect(await lint(text, file)).toEqual(first);
  });

  it('is over when it is mended', async () => {
    const lint = openEditor(projectWith());
    expect(await lint('export const = ;')).toHaveLength(1);
    expect(await lint(leak)).toEqual([expect.stringMatching(/^no-unscoped-query/)]);
    expect(await lint(scoped)).toEqual([]);
  });

  it('does not silence a handle without types', async () => {
    const lint = openEditor(projectWith({}, { modules: join(packageRoot, 'src') }));
    expect(await lint(leak)).toEqual([expect.stringMatching(/db is of type any, so what it queries is not checked/)]);
  });
});

describe('a configuration', () => {
  const asCode = "export default { tenant: { column: 'tenant_id', root: 'tenants.id', types: ['TenantId'] }, tables: { shared: ['countries'], via: { order_items: 'orders(order_id)' } } };";

  it.each([
    ['that is not there is inferred', withoutConfig],
    ['may be TypeScript', { ...withoutConfig, 'tenantscope.config.ts': asCode }],
    ['may be an ES module', { ...withoutConfig, 'tenantscope.config.mjs': asCode }],
  ])('%s', async (_, project) => {
    expect(await openEditor(projectWith(project))(leak)).toEqual([expect.stringMatching(/^no-unscoped-query: rows of orders/)]);
  });
});

describe('an ESLint that is too old, or a CommonJS configuration', () => {
  it('is told what to write', () => {
    const require = createRequire(import.meta.url);
    expect(() => { require(join(packageRoot, 'src/require.cts')); }).toThrow(/eslint-plugin-tenantscope is an ES module for ESLint 9 and 10 .*\n.*import tenantscope from .*\n.*await import\("eslint-plugin-tenantscope"\)/);
  });
});
