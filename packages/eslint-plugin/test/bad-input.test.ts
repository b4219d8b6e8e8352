import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { describe, expect, it } from 'vitest';
import tenantscope from '../src/index.ts';
import { leak, openEditor, packageRoot, projectWith, scoped } from './support/project.ts';

const config = 'tenantscope.config.json';
const rulesWith = (languageOptions: object): readonly unknown[] => [{ files: ['**/*'], languageOptions }, ...tenantscope.configs.rules, ...tenantscope.configs.javascript.slice(1)];

describe('dump', () => {
  it('all', async () => {
    const show = async (name: string, directory: string, text: string, path?: string, configs?: readonly unknown[]): Promise<void> => {
      try {
        const lint = openEditor(directory, configs);
        console.log(name, await lint(text, path), await lint(text, path));
      } catch (e) { console.log(name, 'CRASH', (e as Error).stack?.split('\n').slice(0, 6).join('\n')); }
    };
    const js = "const a = 1; export { a };";
    await show('leak', projectWith(), leak);
    await show('no tsconfig', projectWith({ 'tsconfig.json': undefined }), leak);
    await show('in no tsconfig', projectWith({ 'scripts/x.ts': leak }), leak, 'scripts/x.ts');
    await show('espree', projectWith(), js, 'src/linted.js', [tenantscope.configs.javascript[1]]);
    await show('babel', projectWith(), js, 'src/linted.js', rulesWith({ parser: { meta: { name: '@babel/eslint-parser', version: '7.0.0' }, parseForESLint: (t: string, o: parser.ParserOptions) => ({ ...parser.parseForESLint(t, { ...o, projectService: false }), services: {} }) } }));
    await show('no service', projectWith(), leak, 'src/linted.ts', rulesWith({ parser }));
    await show('no parse', projectWith(), 'export const = ;');
    await show('no config', projectWith({ [config]: undefined }), leak);
    await show('bad json', projectWith({ [config]: '{ "tenant": ' }), leak);
    await show('bad ts', projectWith({ [config]: undefined, 'tenantscope.config.ts': 'export default {' }), leak);
    await show('invalid', projectWith({ [config]: '{ "tenant": { "colum": "x" } }' }), leak);
    await show('no table', projectWith({ [config]: JSON.stringify({ tenant: { column: 'tenant_id', root: 'tenants.id', types: ['TenantId'] }, tables: { shared: ['nations'] }, schema: { types: 'src/db.ts#DB' } }) }), leak);
    await show('two', projectWith({ 'tenantscope.config.ts': 'export default {};' }), leak);
    await show('ts', projectWith({ [config]: undefined, 'tenantscope.config.ts': "export default { tenant: { column: 'tenant_id', root: 'tenants.id', types: ['TenantId', 'AuthContext.tenantId'] }, tables: { shared: ['countries'], via: { order_items: 'orders(order_id)' } } };" }), leak);
    await show('types missing', projectWith({ [config]: JSON.stringify({ schema: { types: 'src/nowhere.ts#DB' } }) }), leak);
    await show('types missing name', projectWith({ [config]: JSON.stringify({ schema: { types: 'src/db.ts#Database' } }) }), leak);
    await show('migrations', projectWith({ [config]: JSON.stringify({ schema: { migrations: 'sql/*.sql' } }) }), leak);
    await show('no kysely', projectWith({}, { modules: join(packageRoot, 'src') }), leak);
    await show('scoped', projectWith(), scoped);
    await show('TS mismatch', projectWith(), leak, 'src/linted.ts', rulesWith({ parser: { meta: { name: 'typescript-eslint/parser' }, parseForESLint: (t: string, o: parser.ParserOptions) => { const r = parser.parseForESLint(t, { ...o, projectService: true }); const m = r.services.esTreeNodeToTSNodeMap; return { ...r, services: { ...r.services, esTreeNodeToTSNodeMap: { get: (n: never) => ({ ...(m.get(n) as object), kind: 9999 }) } } }; } } }));
    try { createRequire(import.meta.url)(join(packageRoot, 'src/require.cts')); } catch (e) { console.log('require', (e as Error).message); }
  });
});
