/** One of `of` parts of a fleet, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** `2/5`; undefined for what is no part. */
export const parseShard = (text: string): Shard | undefined => {
  const [index, of] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).slice(1).map(Number);
  return index !== undefined && of !== undefined && index >= 1 && index <= of ? { index, of } : undefined;
};

/** Every n-th item: parts of equal size, whatever their order means. */
export const shareOf = <T>(items: readonly T[], { index, of }: Shard): readonly T[] => items.filter((_, i) => i % of === index - 1);
