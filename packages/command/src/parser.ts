import { setFlagsFromString } from 'node:v8';
import { loadSqlReader } from '@tenantscope/core';

/**
 * Loads the SQL parser for a program that ends soon. V8 would compile its hot functions a second time in the background,
 * which costs half a gigabyte and more time than it saves. The flags stay: V8 asks for them whenever a function has become hot.
 */
export const loadParser = async (): Promise<void> => {
  for (const flag of ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) setFlagsFromString(flag);
  await loadSqlReader();
};
