import { buildModel, type Configuration, loadSqlReader, prove, type Proof, readExpression, readSchema, readSql, type TenantModel } from '../src/index.ts';
import { hardConfiguration, hardSchema } from './hard-schema.ts';

await loadSqlReader();

export const modelOf = (schemaSql: string, configuration: Configuration): TenantModel => {
  const { schema, problems } = readSchema([{ name: 'schema.sql', text: schemaSql }]);
  if (problems.length > 0) throw new Error(`the schema does not parse: ${JSON.stringify(problems)}`);
  return buildModel(configuration, schema, readExpression);
};

export const hardModel = modelOf(hardSchema, hardConfiguration);

/** Decides one statement; parameters that are not named as trusted are somebody else's. */
export const judge = (
  sql: string,
  { trusted = ['$1'], notNull = [] }: { readonly trusted?: readonly string[] | undefined; readonly notNull?: readonly string[] | undefined } = {},
  model: TenantModel = hardModel,
): Proof => {
  const { statements } = readSql(sql);
  const [only] = statements;
  if (statements.length !== 1 || !only) throw new Error(`expected one statement in ${sql}`);
  return prove(only.statement, model, (key) => ({
    trust: trusted.includes(key) ? 'trusted' : 'untrusted',
    nonNull: notNull.includes(key),
    label: key,
    origin: trusted.includes(key) ? 'declared trusted' : 'a parameter of the request',
  }));
};
