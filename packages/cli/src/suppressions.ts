import { type AppliedSuppression, applySuppressions, type FiledSuppression } from '@tenantscope/core';
import type { Judgement } from './cache.ts';

type Site = Judgement['sites'][number];

interface Suppressed {
  readonly sites: readonly (Site & { readonly suppressions?: readonly AppliedSuppression[] })[];
  readonly suppressions: readonly FiledSuppression[];
}

/** The day of UTC: a suppression ends everywhere at the same moment. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** What the comments of a project's files leave of its findings. */
export const suppressedBy = ({ sites, comments }: Pick<Judgement, 'sites' | 'comments'>, day: string): Suppressed => {
  const commented = new Set(comments.map((c) => c.file));
  const judged = comments.map(({ file, ...given }) => ({ file, ...applySuppressions(given, sites.filter((s) => s.file === file), day) }));
  return {
    sites: [...sites.filter((s) => !commented.has(s.file)), ...judged.flatMap((j) => j.sites)],
    suppressions: judged.flatMap(({ file, suppressions }) => suppressions.map((s) => ({ ...s, file }))),
  };
};
