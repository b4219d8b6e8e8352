import type { Tool } from '../tool.ts';
import { baselines } from './baselines.ts';
import { eslintPlugins } from './eslint-plugins.ts';
import { squawk } from './squawk.ts';

/** What tenantscope is compared with. */
export const peers: readonly Tool[] = [...eslintPlugins, squawk, ...baselines];

/** Tools that a reader would ask about, and why they have no figures. */
export const notRun: readonly { readonly name: string; readonly reason: string }[] = [
  { name: '@ts-safeql/eslint-plugin', reason: 'checks each query against a running PostgreSQL server, for its types' },
  { name: 'sqlfluff', reason: 'is written in Python; checks style' },
  { name: 'sql-lint', reason: 'checks syntax against a running server' },
];
