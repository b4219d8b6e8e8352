import { loadConfiguration } from '@tenantscope/command';
import type { Configuration } from '@tenantscope/core';

export interface ConfigurationOptions {
  readonly role: readonly string[];
  readonly config?: string;
}

/** The configuration of the run, with the roles that the command line names in place of its own. */
export const configurationFor = ({ config, role }: ConfigurationOptions): { readonly configuration: Configuration; readonly file: string | undefined } => {
  const { configuration, file } = loadConfiguration(process.cwd(), config);
  return { configuration: role.length === 0 ? configuration : { ...configuration, database: { ...configuration.database, runtimeRoles: [...role] } }, file };
};
