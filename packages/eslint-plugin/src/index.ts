import { readFileSync } from 'node:fs';
import { loadSqlReader } from '@tenantscope/core';
import type { TSESLint } from '@typescript-eslint/utils';
import { createConfigs } from './configs.ts';
import { rules } from './rules/index.ts';

// Rules have no time to wait for PostgreSQL's parser, so whoever imports the plugin does.
await loadSqlReader();

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string };

const base = { meta: { name: 'eslint-plugin-tenantscope', namespace: 'tenantscope', version }, rules: { ...rules } };

/**
 * The rules, and what switches them on.
 *
 * @example
 * import tenantscope from 'eslint-plugin-tenantscope';
 * export default [...tenantscope.configs.recommended];
 */
const plugin: TSESLint.FlatConfig.Plugin & { readonly rules: typeof rules; readonly configs: ReturnType<typeof createConfigs> } = {
  ...base,
  configs: {} as ReturnType<typeof createConfigs>,
};
Object.assign(plugin.configs, createConfigs(plugin));

export default plugin;
