import { distance } from 'fastest-levenshtein';

/** Farther than this and a suggestion misleads. */
const farthest = (word: string): number => Math.max(2, Math.floor(word.length / 2));

/** The candidate most like a misspelt word, or undefined when none is close. */
export const nearest = (word: string, candidates: readonly string[]): string | undefined => {
  const lower = word.toLowerCase();
  const ranked = candidates
    .map((name) => ({ name, distance: distance(lower, name.toLowerCase()) }))
    .filter((c) => c.distance <= farthest(word))
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.name;
};

/** `; did you mean "orders"?`, or nothing. */
export const didYouMean = (word: string, candidates: readonly string[]): string => {
  const name = nearest(word, candidates);
  return name === undefined ? '' : `; did you mean "${name}"?`;
};
