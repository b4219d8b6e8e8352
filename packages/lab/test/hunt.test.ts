import { readSql } from '@tenantscope/core';
import { compare, type Observer } from '@tenantscope/oracle';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pairOf, readCorpus } from '../src/corpus/corpus.ts';
import { batchSize, huntBatch, statementsOf } from '../src/hunt/hunt.ts';
import { huntInParallel } from '../src/hunt/share.ts';
import { decide, read } from '../src/judge.ts';
import { openObserver } from '../src/observer.ts';
import { spell } from '../src/spell.ts';
import { labTrial } from '../src/trial.ts';

const seed = 1;
const statements = 20_000;

describe('the laboratory', () => {
  it(`finds no scoped statement, in ${statements} from seed ${seed}, that PostgreSQL shows to leak`, async () => {
    const { tally, found } = await huntInParallel({ seed, batches: statements / batchSize, until: Number.MAX_SAFE_INTEGER, workers: 2, onProgress: () => undefined });
    expect(found.map((f) => `${f.kind}: ${f.sql}`)).toEqual([]);
    expect(tally.statements).toBe(statements);
    // Enough of them are scoped, run, and have rows to leak.
    expect(tally.verdicts.scoped).toBeGreaterThan(statements * 0.35);
    expect(tally.ran).toBeGreaterThan(tally.verdicts.scoped * 0.7);
    expect(tally.withRows).toBeGreaterThan(tally.ran * 0.3);
  }, 400_000);

  it('makes the same statements of the same seed', () => {
    expect(statementsOf(7, 50).map(spell)).toEqual(statementsOf(7, 50).map(spell));
    expect(statementsOf(8, 50).map(spell)).not.toEqual(statementsOf(7, 50).map(spell));
  });
});

describe('what it can find', () => {
  let observer: Observer;
  beforeAll(async () => {
    observer = await openObserver();
  });
  afterAll(() => observer.close());

  it('catches a prover that calls everything scoped, and shrinks what it finds', async () => {
    const { found } = await huntBatch(observer, 11, 40, () => 'scoped');
    expect(found.length).toBeGreaterThan(2);
    for (const { statement, pair } of found) {
      expect(decide(statement)).not.toBe('scoped');
      expect([...pair.one.values(), ...pair.two.values()].flat().filter((r) => r.owner === 'foreign').length).toBeLessThan(8);
    }
  }, 240_000);

  it('keeps every contradiction it ever found', async () => {
    for (const entry of readCorpus()) {
      const [only] = readSql(entry.sql).statements;
      expect(only && decide(only.statement), entry.sql).not.toBe('scoped');
      const trial = labTrial(observer, read(entry.sql), entry.sql, entry.round);
      const { one, two } = pairOf(entry);
      const [a] = await observer.observe([trial], one);
      const [b] = await observer.observe([trial], two);
      expect(a && b && compare(a, b), entry.sql).toBe(entry.kind);
    }
  });
});
