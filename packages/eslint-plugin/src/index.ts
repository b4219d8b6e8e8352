import { readFileSync } from 'node:fs';
import { loadSqlReader } from '@tenantscope/core';
import { createConfigs } from './configs.ts';
import type { Plugin } from './public.ts';
import { rules } from './rules/index.ts';

// Rules have no time to wait for PostgreSQL's parser, so whoever imports the plugin does.
await loadSqlReader();

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string };

/**
 * The rules, and what switches them on.
 *
 * @example
 * import tenantscope from 'eslint-plugin-tenantscope';
 * export default [...tenantscope.configs.recommended];
 */
const plugin = {
  meta: { name: 'eslint-plugin-tenantscope', namespace: 'tenantscope', version },
  rules: { ...rules },
  configs: {},
} as unknown as Plugin;
// Configurations hold the plugin that holds them.
Object.assign(plugin.configs, createConfigs(plugin as never));

export default plugin;
