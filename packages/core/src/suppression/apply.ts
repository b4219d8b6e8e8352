import { type Suppression, parseSuppression } from './parse.ts';
import { type PlacedSite, type SourceComment, sitesAt } from './place.ts';
import { type SuppressionProblem, suppressionProblem } from './problem.ts';
import { namesRule } from './rule-names.ts';

/** A query site with findings that a comment may answer for. */
export interface SuppressibleSite extends PlacedSite {
  readonly findings: readonly { readonly refusal: { readonly rule: string }; readonly line: number; readonly endLine: number }[];
}

/** A suppression that took findings of a site out of the report, with the line of its comment. */
export interface AppliedSuppression extends Suppression {
  readonly line: number;
}

/** A comment that is, or tries to be, a suppression. What cannot be read has no `suppression`; what is wrong has a `problem`. */
export interface StatedSuppression extends Omit<SourceComment, 'text'> {
  readonly state: 'valid' | 'expired' | 'unused' | 'invalid';
  readonly suppression?: Suppression | undefined;
  readonly problem?: SuppressionProblem | undefined;
}

/** The comments of a file: all of them, since a suppression may stand above others. */
export interface CommentedFile {
  readonly lines: readonly string[];
  readonly comments: readonly SourceComment[];
}

interface Judged<S> {
  readonly stated: StatedSuppression;
  readonly targets: readonly S[];
}

const isAbout = (suppression: Suppression, { findings }: SuppressibleSite): boolean => findings.some((f) => namesRule(suppression.rule, f.refusal.rule));

const unused = (rule: string): SuppressionProblem =>
  suppressionProblem('unused', `no query site that begins on the line below, or that stands on its line, has a finding of ${rule}: remove it, or move it there`);

const judge = <S extends SuppressibleSite>({ text, ...place }: SourceComment, today: string, find: (suppression: Suppression) => readonly S[]): readonly Judged<S>[] => {
  const parsed = parseSuppression(text);
  if (parsed === undefined) return [];
  if ('problem' in parsed) return [{ stated: { ...place, state: 'invalid', problem: parsed.problem }, targets: [] }];
  const { suppression } = parsed;
  // ISO dates sort as text.
  if (suppression.until !== undefined && suppression.until < today)
    return [{ stated: { ...place, state: 'expired', suppression, problem: suppressionProblem('expired', `it held through ${suppression.until}: mend the query, or decide anew and give it a later date`) }, targets: [] }];
  const targets = find(suppression);
  return [{ stated: targets.length > 0 ? { ...place, state: 'valid', suppression } : { ...place, state: 'unused', suppression, problem: unused(suppression.rule) }, targets }];
};

const without = <S extends SuppressibleSite>(site: S, judged: readonly Judged<S>[]): S & { readonly suppressions: readonly AppliedSuppression[] } => {
  const suppressions = judged.flatMap(({ stated, targets }) => (stated.suppression && targets.includes(site) ? [{ ...stated.suppression, line: stated.line }] : []));
  const findings = site.findings.filter((f) => !suppressions.some((s) => namesRule(s.rule, f.refusal.rule)));
  return { ...site, findings, suppressions };
};

/**
 * The query sites of a file without the findings that its comments suppress, and every suppression with its state on a day
 * (`YYYY-MM-DD`). Verdicts stay what they are; a suppression with a problem suppresses nothing.
 */
export const applySuppressions = <S extends SuppressibleSite>(
  { lines, comments }: CommentedFile,
  sites: readonly S[],
  today: string,
): { readonly sites: readonly (S & { readonly suppressions: readonly AppliedSuppression[] })[]; readonly suppressions: readonly StatedSuppression[] } => {
  const at = sitesAt(lines, comments);
  const judged = comments.flatMap((comment) => judge(comment, today, (suppression) => at(comment, sites.filter((site) => isAbout(suppression, site)))));
  return { sites: sites.map((site) => without(site, judged)), suppressions: judged.map((j) => j.stated) };
};
