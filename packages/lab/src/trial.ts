import type { Statement } from '@tenantscope/core';
import { type Observer, type Trial, trialOf } from '@tenantscope/oracle';
import { valuesFor } from './values.ts';

/** A generated statement, ready to run; `round` varies the values of its parameters. */
export const labTrial = (observer: Observer, statement: Statement, sql: string, round: number): Trial =>
  trialOf(statement, sql, valuesFor(observer, round, /\binsert\b/.test(sql)));
