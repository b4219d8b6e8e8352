import { buildModel, type Configuration, loadSqlReader, readExpression, readSchema, readSql, type Statement } from '@tenantscope/core';
import { Observer, openInProcess } from '../src/index.ts';

export const statementOf = (sql: string): Statement => {
  const [only] = readSql(sql).statements;
  if (!only) throw new Error(`nothing to read in ${sql}`);
  return only.statement;
};

/** A database with a schema, in process. */
export const observe = async (schema: string, configuration: Configuration): Promise<Observer> => {
  await loadSqlReader();
  const model = buildModel(configuration, readSchema([{ name: 'schema.sql', text: schema }]).schema, readExpression);
  return Observer.open(await openInProcess(), { schema: readSql(schema).statements.map((s) => s.text), model });
};
