import { describe, expect, it } from 'vitest';
import { demonstrate } from '../src/benchmark/demonstrate.ts';
import { belowFloor, measuredFloors, raisable, readFloors } from '../src/benchmark/floors.ts';
import { type Pair, readPairs } from '../src/benchmark/pair.ts';
import { classScores, overallScore, scoreOf } from '../src/benchmark/score.ts';
import { peers } from '../src/benchmark/tools/index.ts';
import { judge } from '../src/benchmark/tools/tenantscope.ts';
import { World } from '../src/benchmark/world.ts';

const pairs = readPairs();
const place = (pair: Pair): string => `${pair.file}:${pair.line} ${pair.id}`;

describe('the pairs', () => {
  it('are many, in both languages, and enough in each class', () => {
    const classes = classScores(pairs, []);
    expect(pairs.length).toBeGreaterThanOrEqual(120);
    expect(pairs.filter((p) => p.language === 'typescript').length).toBeGreaterThanOrEqual(50);
    expect(classes.length).toBeGreaterThanOrEqual(12);
    expect(classes.filter((c) => c.pairs < 6).map((c) => c.className)).toEqual([]);
  });

  it('stand on rows that the schema allows, in both states, with an owner each', async () => {
    const world = await World.open();
    try {
      const before = await world.state();
      expect({ unowned: await world.unownedTables(), unmet: await world.unmetKeys() }).toEqual({ unowned: [], unmet: [] });
      await world.change();
      const after = await world.state();
      expect(await world.unmetKeys()).toEqual([]);
      expect(after.own).toBe(before.own);
      expect(after.others).not.toBe(before.others);
    } finally {
      await world.close();
    }
  });

  it('leak and do not leak on PostgreSQL, as they say', async () => {
    const seen = await demonstrate(pairs);
    expect(seen.length).toBe(pairs.length);
    expect(seen.filter((d) => d.leak === undefined).map((d) => ({ pair: place(d.pair), errors: d.errors }))).toEqual([]);
    expect(seen.filter((d) => d.objections.length > 0).map((d) => ({ pair: place(d.pair), objections: d.objections }))).toEqual([]);
  }, 180_000);

  it('would be refused the other way round', async () => {
    const turned = pairs.filter((p) => p.language === 'sql' && p.className === 'joins').map((p): Pair => ({ ...p, leaking: p.fixed, fixed: p.leaking }));
    const seen = await demonstrate(turned);
    expect(seen.length).toBeGreaterThan(5);
    for (const { leak, objections } of seen) expect({ leak, objects: objections.length > 0 }).toEqual({ leak: undefined, objects: true });
  });
});

describe('tenantscope on the pairs', async () => {
  const verdicts = await judge(pairs);
  const reports = verdicts.filter((v) => v.verdict !== 'scoped');

  it('is read at marked lines, and under the rules that the marks name', () => {
    const wrong = pairs.flatMap((pair) =>
      [pair.leaking, pair.fixed].flatMap((twin) =>
        verdicts
          .filter((v) => v.file === pair.file && v.line >= twin.from && v.line <= twin.to)
          .flatMap(({ line, rule }) => {
            const mark = pair.language === 'sql' ? twin.marks[0] : twin.marks.find((m) => m.line === line);
            if (!mark) return [`${pair.file}:${line}: a query without a mark`];
            const named = mark.kind === 'leak' && rule !== undefined && mark.rule !== rule;
            return named ? [`${pair.file}:${line}: marked ${mark.rule}, reported ${rule}`] : [];
          }),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps to the floors, and the floors keep up', () => {
    const measured = measuredFloors(pairs, overallScore(pairs, reports), classScores(pairs, reports));
    const floors = readFloors();
    expect(belowFloor(floors, measured)).toEqual([]);
    expect(raisable(floors, measured), 'run `pnpm benchmark --write-floors` and commit the floors').toEqual([]);
  });
});

describe('the other tools', () => {
  it.each(peers)('$name runs', async (tool) => {
    const own = pairs.filter((p) => tool.languages.includes(p.language));
    const { youden, recall, falsePositiveRate } = overallScore(own, await tool.run(own));
    if (tool.name === 'flag everything') expect({ youden, recall, falsePositiveRate }).toEqual({ youden: 0, recall: 1, falsePositiveRate: 1 });
    else expect(youden).toBeLessThan(0.5);
  });
});

describe('the scores', () => {
  const [first, second] = pairs.filter((p) => p.language === 'sql');
  if (!first || !second) throw new Error('there are no SQL pairs');

  it('count unproven as flagged, and tell it apart', () => {
    const reports = [
      { file: first.file, line: first.leaking.to, unproven: true },
      { file: second.file, line: second.fixed.to, unproven: false },
    ];
    expect(scoreOf([first, second], reports)).toEqual({ pairs: 2, recall: 0.5, falsePositiveRate: 0.5, youden: 0, precision: 0.5, unproven: 0.25 });
  });

  it('do not count what is said of a safe statement beside the leak', () => {
    const beside = pairs.find((p) => p.leaking.marks.at(-1)?.kind === 'leak' && p.leaking.marks[0]?.kind === 'safe');
    if (!beside) throw new Error('no pair has a safe statement beside the leak');
    const safe = beside.leaking.marks[0]?.line ?? 0;
    const leak = beside.leaking.marks.at(-1)?.line ?? 0;
    expect(scoreOf([beside], [{ file: beside.file, line: safe, unproven: false }]).recall).toBe(0);
    expect(scoreOf([beside], [{ file: beside.file, line: leak, unproven: false }]).recall).toBe(1);
  });

  it('fall below a floor, rise above one, and are missed when gone', () => {
    expect(belowFloor({ J: 0.9, recall: 0.5 }, { J: 0.8 })).toEqual(['J: 0.8, and the floor is 0.9', 'recall: gone, and the floor is 0.5']);
    expect(raisable({ J: 0.9 }, { J: 0.95, recall: 1 })).toEqual(['J: 0.9 → 0.95', 'recall: no floor → 1']);
    expect(belowFloor({ J: 0.9 }, { J: 0.9 }).concat(raisable({ J: 0.9 }, { J: 0.9 }))).toEqual([]);
  });
});
