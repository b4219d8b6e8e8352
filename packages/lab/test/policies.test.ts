import { describe, expect, it } from 'vitest';
import { policySetsOf } from '../src/policies/generate.ts';
import { duelInParallel } from '../src/policies/share.ts';

const seed = 1;
const count = 200;

describe('duels of audit and attack', () => {
  it(`no attack gets through what is proved, in ${count} policy sets from seed ${seed}`, async () => {
    const duelled = await duelInParallel({ seed, count, workers: 2, onProgress: () => undefined });
    expect(duelled.contradicted.map((c) => `${c.what}: ${c.kind}\n${c.attack}\n${c.sql}`)).toEqual([]);
    expect(duelled).toMatchObject({ sets: count, refused: 0 });
    // Enough is proved, and of what is refused enough leaks in truth.
    expect(duelled.scoped).toBeGreaterThan(count * 6);
    expect(duelled.shown).toBeGreaterThan(duelled.unscoped * 0.5);
  }, 200_000);

  it('makes the same sets of the same seed', () => {
    expect(policySetsOf(7, 20)).toEqual(policySetsOf(7, 20));
    expect(policySetsOf(8, 20)).not.toEqual(policySetsOf(7, 20));
  });
});
