import { standings, type Tally } from './standing.ts';

/** Percent of the bar that the smallest part takes: one leak among thousands of sites is still seen. */
const smallest = 1.5;

const rounded = (n: number): number => Math.round(n * 100) / 100;

/** The parts of a tally beside each other. Numbers stand beside it, so that it is only for the eye. */
export const bar = (counts: Tally): string => {
  const total = standings.reduce((sum, s) => sum + counts[s], 0);
  if (total === 0) return '';
  const shares = standings.map((s) => (counts[s] === 0 ? 0 : Math.max(smallest, (counts[s] / total) * 100)));
  const whole = shares.reduce((sum, share) => sum + share, 0);
  let x = 0;
  const parts = standings.flatMap((s, i) => {
    const width = ((shares[i] ?? 0) / whole) * 100;
    const part = `<rect class="${s}" x="${rounded(x)}%" width="${rounded(width)}%" height="100%"/>`;
    x += width;
    return width === 0 ? [] : [part];
  });
  return `<svg class="bar" aria-hidden="true">${parts.join('')}</svg>`;
};
