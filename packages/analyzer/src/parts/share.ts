/** Which part of how many; the first is 1. */
export interface Share {
  readonly index: number;
  readonly count: number;
}

/**
 * The entries of a part: each in turn goes to the next one. Functions that nobody mentions come first in the list and those that they call
 * last, so each part gets as many of both, and of what is alike because it stands in one file.
 */
export const shareOf = <T>(entries: readonly T[], { index, count }: Share): readonly T[] => entries.filter((_, i) => i % count === index - 1);
