import { type Surprise } from './run.ts';

/** Verdicts that a rewrite should keep and that are known to be lost. */
interface KnownLimit {
  readonly rewrite: string;
  readonly app: string;
  /** The files whose sites lose theirs. */
  readonly files: readonly string[];
  readonly why: string;
}

const keys = 'keys, parents and public rows are not followed through a common table expression or a sub-query that holds all of a table';
const files = ['articles', 'stock', 'addresses', 'order-items', 'orders', 'shipments'].map((name) => `src/repositories/${name}.ts`);

export const knownLimits: readonly KnownLimit[] = [
  { rewrite: 'wrapped-in-cte', app: 'orderly', files, why: keys },
  { rewrite: 'wrapped-in-subquery', app: 'orderly', files, why: keys },
];

/** Only a lost proof is a limit: nothing that became scoped is. */
export const isKnown = (s: Surprise): boolean =>
  s.expected === 'scoped' && s.found !== 'scoped' && s.found !== 'no site' && knownLimits.some((k) => k.rewrite === s.rewrite && k.app === s.app && k.files.includes(s.site.split(':')[0] ?? ''));
