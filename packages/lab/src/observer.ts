import { readSql } from '@tenantscope/core';
import { type Database, Observer, openInProcess } from '@tenantscope/oracle';
import { labModel } from './judge.ts';
import { labSchema } from './schema.ts';

/** A PostgreSQL with the schema of the laboratory; one in this process unless another is given. */
export const openObserver = async (database?: Database): Promise<Observer> => {
  const statements = readSql(labSchema).statements.map((s) => s.text);
  const observer = await Observer.open(database ?? (await openInProcess()), { schema: statements, model: labModel });
  const [failure] = observer.failures;
  if (failure) throw new Error(`the schema of the laboratory cannot be made: ${failure.message} in ${failure.sql}`);
  return observer;
};
