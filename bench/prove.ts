import { loadModule, parseSync } from 'libpg-query';
import { loadSqlReader, prove, readSql } from '@tenantscope/core';
import { hardCases } from '../packages/core/test/hard-cases.ts';
import { hardModel } from '../packages/core/test/judge.ts';

const typical = `select o.id, o.total, c.name from o join c on c.t = o.t and c.id = o.cid
  where o.t = $1 and o.status = 'open' order by o.id desc limit 20`;

const trusted = { trust: 'trusted', nonNull: true, label: '$1', origin: 'declared trusted' } as const;
const stranger = { ...trusted, trust: 'untrusted' } as const;

/** Microseconds for one statement: the best of several rounds over the corpus. */
const measure = (corpus: readonly string[], work: (sql: string) => void): number => {
  const rounds = Array.from({ length: 100 }, () => {
    const started = performance.now();
    for (const sql of corpus) work(sql);
    return ((performance.now() - started) * 1000) / corpus.length;
  });
  return Math.min(...rounds);
};

const decide = (sql: string): void => {
  for (const { statement } of readSql(sql).statements) prove(statement, hardModel, (key) => (key === '$1' ? trusted : stranger));
};

const compare = (name: string, corpus: readonly string[]): void => {
  const parse = measure(corpus, parseSync);
  const whole = measure(corpus, decide);
  console.log(`${name}: parse ${parse.toFixed(0)} µs, parse + decide ${whole.toFixed(0)} µs, ratio ${(whole / parse).toFixed(2)} (≤ 3)`);
};

/** Parse + decide against the parse alone, over every hard case that parses, and over one typical statement. */
export const benchProve = async (): Promise<void> => {
  await Promise.all([loadModule(), loadSqlReader()]);
  compare('prover, typical statement', Array.from({ length: 300 }, () => typical));
  compare('prover, hard cases', hardCases.filter((c) => c.rule !== 'unproven-sql').map((c) => c.sql));
};
