import { constant, type Expr, param, type Statement } from '@tenantscope/core';
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import { ts } from 'ts-morph';
import { read } from '../judge.ts';
import { variableOf } from './case.ts';
import type { Program } from './project.ts';

const database = new Kysely<unknown>({
  dialect: { createAdapter: () => new PostgresAdapter(), createDriver: () => new DummyDriver(), createIntrospector: (db) => new PostgresIntrospector(db), createQueryCompiler: () => new PostgresQueryCompiler() },
});

interface CompiledQuery {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** What a variable holds when the program runs: no other value is like it. */
const sentinelOf = (key: string): string => `value of ${key}`;

const compile = ({ program, argument, parameters }: Program): CompiledQuery => {
  const code = ts.transpileModule(`return (${program}).compile${argument};`, { compilerOptions: { target: ts.ScriptTarget.ESNext } }).outputText;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the emitter made the text
  const run = new Function('db', 'sql', ...parameters.map(variableOf), code) as (...args: readonly unknown[]) => CompiledQuery;
  return run(database, sql, ...parameters.map((p) => sentinelOf(p.key)));
};

/** `$n` as the parameter whose value it carries; other values are constants of the program. */
const bound = (value: unknown, of: (key: string) => Expr | undefined): unknown => {
  if (Array.isArray(value)) return value.map((v) => bound(v, of));
  if (typeof value !== 'object' || value === null) return value;
  if ('kind' in value && value.kind === 'param' && 'key' in value) return of(String(value.key)) ?? value;
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, bound(v, of)]));
};

/** SQL that Kysely itself makes of a program, and how it reads. */
export interface Recompiled {
  readonly sql: string;
  readonly statement: Statement;
}

export const recompile = (program: Program): Recompiled => {
  const compiled = compile(program);
  const keys = new Map(program.parameters.map((p) => [sentinelOf(p.key), p.key]));
  const expressionOf = (key: string): Expr | undefined => {
    const value = compiled.parameters[Number(key.slice(1)) - 1];
    const own = typeof value === 'string' ? keys.get(value) : undefined;
    if (own !== undefined) return param({ key: own });
    return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? constant({ value }) : undefined;
  };
  return { sql: compiled.sql, statement: bound(read(compiled.sql), expressionOf) as Statement };
};
