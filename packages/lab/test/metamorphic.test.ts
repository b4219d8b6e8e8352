import { beforeAll, describe, expect, it } from 'vitest';
import { type App, openApp } from '../src/metamorphic/app.ts';
import { orderly, seeds } from '../src/metamorphic/apps.ts';
import { loadRewrites } from '../src/metamorphic/registry.ts';
import { renderSurprises, rowsOf } from '../src/metamorphic/report.ts';
import { type Rewrite } from '../src/metamorphic/rewrite.ts';
import { type Outcome, runRewrites } from '../src/metamorphic/run.ts';

/** One place in thirty-two of each rewrite; the nightly run tries all: `node --conditions=source packages/lab/src/metamorphic/main.ts`. */
const share = Number(process.env['METAMORPHIC_SHARE'] ?? 32);

describe('rewrites of programs', () => {
  let rewrites: readonly Rewrite[];
  let apps: readonly App[];
  let outcomes: readonly Outcome[];

  beforeAll(async () => {
    rewrites = await loadRewrites();
    apps = [await openApp(await orderly()), await openApp(await seeds())];
    outcomes = (await Promise.all(apps.map((app) => runRewrites(rewrites, app, { share })))).flat();
  }, 600_000);

  const surprising = (effect: Outcome['effect']) => outcomes.filter((o) => o.effect === effect);

  it('are there, of both kinds, and apply as often as they say', () => {
    const rows = rowsOf(outcomes);
    const asleep = rewrites.filter((r) => (rows.find((row) => row.id === r.id)?.applicable ?? 0) < r.atLeast).map((r) => r.id);
    expect(asleep).toEqual([]);
    expect(rewrites.filter((r) => r.effect === 'keeps').length).toBeGreaterThanOrEqual(70);
    expect(rewrites.filter((r) => r.effect === 'flips').length).toBeGreaterThanOrEqual(70);
  });

  it('keep every verdict when they keep the meaning', () => {
    expect(renderSurprises(surprising('keeps'))).toBe('');
  });

  it('leave nothing scoped when they take the tenant away', () => {
    expect(renderSurprises(surprising('flips'))).toBe('');
  });

  it('would be caught when they did the opposite of what they say', async () => {
    const app = apps.find((a) => a.source.name === 'seeds');
    const flip = rewrites.find((r) => r.id === 'drop-condition');
    const keep = rewrites.find((r) => r.id === 'swap-operands');
    if (!app || flip?.at !== 'site' || keep?.at !== 'site') throw new Error('the rewrites are not there');
    const wrong = await runRewrites([{ ...flip, effect: 'keeps' }, { ...keep, effect: 'flips' }], app, { share: 1 });
    expect(wrong.map((o) => o.surprises.length > 0)).toEqual([true, true]);
    const lost = wrong.find((o) => o.id === keep.id);
    expect(lost?.surprises.length).toBe(lost?.applied);
  });
});
