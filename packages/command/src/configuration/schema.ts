import { join } from 'node:path';
import { checkConfigurationAgainstSchema, type Configuration, type Incomplete, readExpression, readSchema, type Schema } from '@tenantscope/core';
import { UsageError } from '../exit.ts';
import { describeErrors, type LoadedConfiguration } from './load.ts';
import { conventionalFiles, everyConventionalFile, filesOf, shownPath } from './migrations.ts';
import { readFailure, readText } from './text.ts';

/** A schema, or that none is known, with what was assumed and what could not be read on the way. */
export interface LoadedSchema {
  readonly schema: Schema | undefined;
  readonly assumptions: readonly string[];
  readonly incomplete: readonly Incomplete[];
  /** The SQL that makes it. */
  readonly texts: readonly string[];
}

export const noSchema: LoadedSchema = { schema: undefined, assumptions: [], incomplete: [], texts: [] };

/** Reads SQL files in the order given; their names are relative to `base`. What cannot be read makes the run incomplete, not the schema empty. */
const readSchemaFiles = (files: readonly string[], base: string): LoadedSchema => {
  const incomplete: Incomplete[] = [];
  const texts: { readonly name: string; readonly text: string }[] = [];
  for (const file of files) {
    const name = shownPath(file, base);
    try {
      texts.push({ name, text: readText(file) });
    } catch (error) {
      const message = readFailure(error);
      if (message === undefined) throw error;
      incomplete.push({ file: name, message });
    }
  }
  const { schema, problems } = readSchema(texts);
  incomplete.push(...problems.map(({ file, line, message }) => ({ file, line, message: `in the schema: ${message}` })));
  return { schema, assumptions: [], incomplete, texts: texts.map((t) => t.text) };
};

/** The files of `--schema` or `schema.migrations`. Nothing found is a mistake, not an empty schema. */
export const namedSchema = (globs: string | readonly string[], directory: string, from: string, base: string): LoadedSchema => {
  const each = typeof globs === 'string' ? [globs] : globs;
  const empty = each.find((glob) => filesOf(glob, directory).length === 0);
  if (empty !== undefined) throw new UsageError(`${from}: no file matches ${empty} in ${shownPath(directory)}`);
  return readSchemaFiles(filesOf(each, directory), base);
};

/** Looks where migrations usually are: in the project, then beside the configuration. */
const conventionalSchema = (directories: readonly string[], base: string): LoadedSchema | undefined => {
  for (const directory of new Set(directories)) {
    const found = conventionalFiles(directory);
    if (!found) continue;
    const loaded = readSchemaFiles(found.files, base);
    if (loaded.schema !== undefined && loaded.schema.tables.length > 0)
      return { ...loaded, assumptions: [`the schema is what ${shownPath(join(directory, found.glob), base)} creates`] };
  }
  return undefined;
};

/** The schema that a configuration names in SQL, else the one in a usual place, else none. */
export const configuredSchema = ({ configuration, directory, file }: LoadedConfiguration, project: string, base: string): LoadedSchema | undefined => {
  const { migrations, snapshot, types } = configuration.schema ?? {};
  if (snapshot !== undefined)
    throw new UsageError(`${file ?? 'configuration'}: schema.snapshot is not supported yet; give schema.migrations the output of pg_dump --schema-only`);
  if (migrations !== undefined) return namedSchema(migrations, directory, `${file ?? 'configuration'}: schema.migrations`, base);
  return types === undefined ? conventionalSchema([project, directory], base) : undefined;
};

/** The files on which {@link configuredSchema} depends. */
export const schemaFiles = ({ configuration, directory }: LoadedConfiguration, project: string): readonly string[] => {
  const { migrations, types } = configuration.schema ?? {};
  if (migrations !== undefined) return filesOf(migrations, directory);
  return types === undefined ? [project, directory].flatMap(everyConventionalFile) : [];
};

/** Refuses a configuration that names what is not there. A schema that was read in part proves no absence. */
export const checkNames = (configuration: Configuration, file: string | undefined, { schema, incomplete }: LoadedSchema): void => {
  if (schema === undefined || incomplete.length > 0) return;
  const errors = checkConfigurationAgainstSchema(configuration, schema, readExpression);
  if (errors.length > 0) throw new UsageError(describeErrors(file ?? 'the configuration', errors));
};
