import { trustedKeys } from '../generate/parameter.ts';
import { statementsOf } from '../hunt/hunt.ts';
import { read } from '../judge.ts';
import { spell } from '../spell.ts';
import type { Case, Parameter } from './case.ts';

const keysIn = (sql: string): readonly string[] => [...new Set(sql.match(/\$\d+/g) ?? [])];

const caseOf = (sql: string, mayBeNull: boolean): Case => ({
  sql,
  statement: read(sql),
  parameters: keysIn(sql).map((key): Parameter => ({ key, trusted: trustedKeys.includes(key), nonNull: !mayBeNull && trustedKeys.includes(key) })),
});

/** Generated statements; in every other one the tenant may be null. */
export const generatedCases = (seed: number, count: number): readonly Case[] => statementsOf(seed, count).map((statement, i) => caseOf(spell(statement), i % 2 === 1));
