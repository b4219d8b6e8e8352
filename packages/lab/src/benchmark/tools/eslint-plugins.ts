import { fixupPluginRules } from '@eslint/compat';
import { ESLint, type Linter } from 'eslint';
import { createRequire } from 'node:module';
import { relative } from 'node:path';
import { parser } from 'typescript-eslint';
import { benchmark } from '../pair.ts';
import type { Tool } from '../tool.ts';

const require = createRequire(import.meta.url);

interface Plugin {
  readonly name: string;
  readonly remark: string;
  /** None of them has types. */
  readonly plugin: unknown;
  readonly rules: Linter.RulesRecord;
}

const plugins: readonly Plugin[] = [
  {
    name: 'eslint-plugin-drizzle',
    remark: 'asks for where() after delete() and update() of Drizzle; no pair is written in Drizzle',
    plugin: require('eslint-plugin-drizzle'),
    rules: { 'plugin/enforce-delete-with-where': ['error', { drizzleObjectName: ['db', 'trx'] }], 'plugin/enforce-update-with-where': ['error', { drizzleObjectName: ['db', 'trx'] }] },
  },
  {
    name: 'eslint-plugin-safe-kysely',
    remark: 'asks for where() after deleteFrom() and updateTable() of Kysely; whose rows is not its question',
    plugin: require('eslint-plugin-safe-kysely'),
    rules: { 'plugin/enforce-where-clause': 'error' },
  },
];

const toolOf = ({ name, remark, plugin, rules }: Plugin): Tool => ({
  name,
  remark,
  languages: ['typescript'],
  run: async () => {
    const eslint = new ESLint({
      cwd: benchmark,
      overrideConfigFile: true,
      overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parser }, plugins: { plugin: fixupPluginRules(plugin as ESLint.Plugin) }, rules }],
    });
    const results = await eslint.lintFiles(['typescript/*.ts']);
    const fatal = results.flatMap((r) => r.messages).find((m) => m.fatal);
    if (fatal) throw new Error(`${name}: ${fatal.message}`);
    return results.flatMap((r) => r.messages.map((m) => ({ file: relative(benchmark, r.filePath).replaceAll('\\', '/'), line: m.line, unproven: false })));
  },
});

/** Rules for queries that npm has for ESLint and that need no database. */
export const eslintPlugins: readonly Tool[] = plugins.map(toolOf);
