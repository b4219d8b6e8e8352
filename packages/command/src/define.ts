import type { Configuration } from '@tenantscope/core';

/**
 * Types the object that `tenantscope.config.ts` exports; returns it unchanged.
 *
 * @example
 * export default defineConfig({ tenant: { column: 'org_id', root: 'organizations.id' } });
 */
export const defineConfig = (configuration: Configuration): Configuration => configuration;
