import { statementsOf } from '../hunt/hunt.ts';
import { trustedKeys } from '../generate/parameter.ts';
import { read } from '../judge.ts';
import { spell } from '../spell.ts';
import type { Case, Parameter } from './case.ts';

const keysIn = (sql: string): readonly string[] => [...new Set(sql.match(/\$\d+/g) ?? [])];

/** A statement given as text; parameters that are not named as trusted are a request's. */
export const caseOf = (name: string, sql: string, trusted: readonly string[], nonNull: readonly string[]): Case => ({
  name,
  sql,
  statement: read(sql),
  parameters: keysIn(sql).map((key): Parameter => ({ key, trusted: trusted.includes(key), nonNull: nonNull.includes(key) })),
});

/** Generated statements; in every other one the tenant may be null. */
export const generatedCases = (seed: number, count: number): readonly Case[] =>
  statementsOf(seed, count).map((statement, i) => caseOf(`seed ${seed}, ${i}`, spell(statement), trustedKeys, i % 2 === 0 ? trustedKeys : []));
