import { setFlagsFromString } from 'node:v8';
import { loadSqlReader } from '@tenantscope/core';

const tiering = ['wasm-tier-up', 'wasm-dynamic-tiering'] as const;

/**
 * Loads the SQL parser for a program that ends soon. V8 would compile its hot functions a second time in the background,
 * which costs half a gigabyte and more time than it saves; other WASM of the process is compiled as ever.
 */
export const loadParser = async (): Promise<void> => {
  for (const flag of tiering) setFlagsFromString(`--no-${flag}`);
  try {
    await loadSqlReader();
  } finally {
    for (const flag of tiering) setFlagsFromString(`--${flag}`);
  }
};
