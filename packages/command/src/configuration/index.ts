export { UsageError } from '../exit.ts';
export { configurationNames, discoverConfiguration } from './discover.ts';
export { describeErrors, importModule, loadConfiguration, type LoadedConfiguration } from './load.ts';
export { conventionalFiles, filesOf, shownPath } from './migrations.ts';
export { rebased } from './rebase.ts';
export { checkNames, configuredSchema, type LoadedSchema, namedSchema, noSchema, schemaFiles } from './schema.ts';
export { decode, NotText, readFailure, readText } from './text.ts';
