import { checkNames, configuredSchema, loadConfiguration, type LoadedSchema, namedSchema, noSchema } from '@tenantscope/command';
import { buildModel, readExpression, type TenantModel, type ValueLookup } from '@tenantscope/core';

/** What every command that takes SQL is told about it. */
export interface StatementOptions {
  readonly trusted: readonly string[];
  readonly notNull: readonly string[];
  readonly schema: readonly string[];
  readonly config?: string;
}

/** Unnamed parameters: unknown while nobody is named, somebody else's once the trusted ones are. */
export const valuesOf = ({ trusted, notNull }: StatementOptions): ValueLookup => {
  const others = trusted.length === 0 ? ({ trust: 'unknown', origin: 'no parameter is named with --trusted' } as const) : ({ trust: 'untrusted', origin: 'not named with --trusted' } as const);
  return (key) => ({
    ...(trusted.includes(key) ? ({ trust: 'trusted', origin: 'named with --trusted' } as const) : others),
    nonNull: notNull.includes(key),
    label: key,
  });
};

/** The tables that statements speak of. */
export const loadModel = (options: StatementOptions): { readonly model: TenantModel } & LoadedSchema => {
  const loaded = loadConfiguration(process.cwd(), options.config);
  const { configuration, file } = loaded;
  const named = options.schema.length > 0;
  // Without a configuration nothing says that the SQL lying around here belongs to the statements.
  const found = named ? namedSchema(options.schema, process.cwd(), '--schema', process.cwd()) : file === undefined ? undefined : configuredSchema(loaded, loaded.directory, process.cwd());
  const schema = found ?? noSchema;
  if (!named || options.config !== undefined) checkNames(configuration, file, schema);
  return { ...schema, model: buildModel(configuration, schema.schema, readExpression) };
};
