/** A small seeded generator (mulberry32), so that what was found can be found again. */
export interface Random {
  /** 0 … count − 1. */
  readonly below: (count: number) => number;
  /** True in `percent` of 100 cases. */
  readonly chance: (percent: number) => boolean;
  /** One of some; throws when there is none. */
  readonly pick: <T>(from: readonly T[]) => T;
}

export const randomFrom = (seed: number): Random => {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    below,
    chance: (percent) => below(100) < percent,
    pick: <T>(from: readonly T[]): T => {
      if (from.length === 0) throw new Error('there is nothing to pick from');
      return from[below(from.length)] as T;
    },
  };
};

/** A seed of its own for each use of one seed. */
export const seedOf = (seed: number, ...uses: readonly (string | number)[]): number => {
  let hash = seed ^ 0x9e3779b9;
  for (const c of uses.join('/')) hash = Math.imul(hash ^ c.charCodeAt(0), 0x01000193);
  return hash ^ (hash >>> 15);
};
