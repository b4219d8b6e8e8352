export { defineConfig } from '@tenantscope/command';
export type { Configuration } from '@tenantscope/core';
