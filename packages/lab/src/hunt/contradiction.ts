import type { Statement } from '@tenantscope/core';
import { compare, confirm, type Interference, type Observer, shrinkRows, type WorldPair } from '@tenantscope/oracle';
import { flat } from '../generate/flat.ts';
import { smaller } from '../generate/smaller.ts';
import { type Decide, read } from '../judge.ts';
import { spell } from '../spell.ts';
import { labTrial } from '../trial.ts';

/** A statement that the prover calls scoped and PostgreSQL shows to leak. */
export interface Contradiction {
  readonly kind: Interference;
  readonly statement: Statement;
  readonly pair: WorldPair;
  readonly round: number;
}

/** How many smaller statements are tried at once, and in all. */
const batch = 80;
const most = 4000;

const isScoped = (statement: Statement, by: Decide): boolean => {
  try {
    return by(read(spell(statement))) === 'scoped';
  } catch {
    // A part was left out that the rest needs.
    return false;
  }
};

const candidates = (statement: Statement, by: Decide): readonly Statement[] => {
  const found: Statement[] = [];
  for (const candidate of smaller(statement)) {
    const whole = flat(candidate);
    if (isScoped(whole, by)) found.push(whole);
    if (found.length >= batch) break;
  }
  return found;
};

/** The first of some statements that leaks in the same worlds. */
const firstLeaking = async (observer: Observer, statements: readonly Statement[], { pair, round }: Contradiction): Promise<Contradiction | undefined> => {
  const trials = statements.map((s) => labTrial(observer, s, spell(s), round));
  const [one, two] = [await observer.observe(trials, pair.one), await observer.observe(trials, pair.two)];
  for (const [i, trial] of trials.entries()) {
    const [a, b, statement] = [one[i], two[i], statements[i]];
    if (!a || !b || !statement || !compare(a, b)) continue;
    const kind = await confirm(observer, trial, pair);
    if (kind) return { kind, statement, pair, round };
  }
  return undefined;
};

/** The smallest statement that is still called scoped and still leaks, with the fewest rows. */
export const shrink = async (observer: Observer, found: Contradiction, by: Decide): Promise<Contradiction> => {
  let best = found;
  for (let tried = 0; tried < most; tried += batch) {
    const smaller = await firstLeaking(observer, candidates(best.statement, by), best);
    if (!smaller) break;
    best = smaller;
  }
  const trial = labTrial(observer, best.statement, spell(best.statement), best.round);
  return { ...best, pair: await shrinkRows(observer, trial, best.pair, best.kind) };
};
