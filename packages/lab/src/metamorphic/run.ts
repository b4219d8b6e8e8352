import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Verdict } from '@tenantscope/core';
import { analyze, type App, verdictsOf, type Verdicts, withCopy } from './app.ts';
import { filesAfter, marked } from './copy.ts';
import { isExecuted } from './hoist.ts';
import { pack, type Placed, placesOf } from './pack.ts';
import { type Effect, type ProgramRewrite, type Rewrite, type SiteRewrite } from './rewrite.ts';
import { functionOf, type QuerySite } from './site.ts';

/** A verdict that did not come out as the rewrite says. */
interface Surprise {
  readonly rewrite: string;
  readonly app: string;
  readonly site: string;
  readonly expected: Verdict | 'not scoped';
  readonly found: Verdict | 'no site';
  /** What the rewrite wrote. */
  readonly code: string;
}

/** What became of one rewrite in one application. */
export interface Outcome {
  readonly id: string;
  readonly effect: Effect;
  /** Places it applies to, and how many of them were tried. */
  readonly applicable: number;
  readonly applied: number;
  readonly surprises: readonly Surprise[];
}

export interface RunOptions {
  /** Every n-th place of each rewrite is tried, the same ones in each run; 1 is all. */
  readonly share: number;
}

/** Throws when a file cannot be read: a rewrite that breaks its program proves nothing. */
const decide = (app: App, files: ReadonlyMap<string, string>): Promise<Verdicts> =>
  withCopy(app.source, files, async (directory) => {
    const { incomplete, sites } = await analyze(app.source, app.model, directory);
    const [broken] = incomplete;
    if (broken) throw new Error(`a rewritten file is not read: ${broken.file ?? ''} ${broken.message}`);
    return verdictsOf(sites, (path) => readFileSync(join(directory, path), 'utf8'));
  });

const placeOf = (site: QuerySite): string => `${site.path}:${site.file.getLineAndCharacterOfPosition(site.chain.getStart(site.file)).line + 1}`;

const codeOf = (placed: Placed | undefined): string => placed?.change.edits.map((e) => e.text.trim()).join(' … ') ?? '';

/** Whatever was changed: every site has the verdict it had. */
const unkept = (app: App, verdicts: Verdicts, round: readonly Placed[], id: string): readonly Surprise[] => {
  const bySite = new Map(round.map((p) => [p.site, p]));
  return app.sites.flatMap((site) => {
    const found = verdicts.get(site.id) ?? 'no site';
    const placed = bySite.get(site);
    return found === site.verdict ? [] : [{ rewrite: placed?.rewrite.id ?? id, app: app.source.name, site: placeOf(site), expected: site.verdict, found, code: codeOf(placed) }];
  });
};

const isRefused = (verdict: Verdict | undefined): boolean => verdict === 'unscoped' || verdict === 'unproven';

/** A query that became a part of another is answered for by that one, which nothing else in this copy changes. */
const isAnsweredFor = (app: App, site: QuerySite, verdicts: Verdicts): boolean =>
  !isExecuted(site) && app.sites.some((s) => s !== site && s.verdict === 'scoped' && functionOf(s) === functionOf(site) && isRefused(verdicts.get(s.id)));

const survivors = (app: App, verdicts: Verdicts, round: readonly Placed[]): readonly Surprise[] =>
  round.flatMap((placed) => {
    const { site, rewrite } = placed;
    const found = verdicts.get(site.id);
    if (isRefused(found) || isAnsweredFor(app, site, verdicts)) return [];
    return [{ rewrite: rewrite.id, app: app.source.name, site: placeOf(site), expected: 'not scoped' as const, found: found ?? 'no site', code: codeOf(placed) }];
  });

const runProgram = async (rewrite: ProgramRewrite, app: App): Promise<Outcome> => {
  const { files, applied } = rewrite.rewrite(app);
  const verdicts = await decide(app, new Map([...marked(app), ...files]));
  return { id: rewrite.id, effect: rewrite.effect, applicable: applied, applied, surprises: unkept(app, verdicts, [], rewrite.id) };
};

const sampled = (places: readonly Placed[], share: number, offset: number): readonly Placed[] => places.filter((_, i) => (i + offset) % share === 0);

/** Many rewrites at once: a copy has, at each site, at most one change of one of them. */
const runSites = async (rewrites: readonly SiteRewrite[], app: App, { share }: RunOptions): Promise<readonly Outcome[]> => {
  const places = rewrites.map((rewrite, i) => ({ rewrite, all: placesOf(rewrite, app), offset: i }));
  const tried = places.map(({ rewrite, all, offset }) => ({ rewrite, applicable: all.length, placed: sampled(all, share, offset) }));
  const surprises: Surprise[] = [];
  for (const round of pack(tried.flatMap((t) => t.placed))) {
    const verdicts = await decide(app, filesAfter(app, round));
    const flips = round[0]?.rewrite.effect === 'flips';
    surprises.push(...(flips ? survivors(app, verdicts, round) : unkept(app, verdicts, round, 'beside the change')));
  }
  const beside = surprises.filter((s) => s.rewrite === 'beside the change');
  const outcomes = tried.map(({ rewrite: { id, effect }, applicable, placed }) => ({ id, effect, applicable, applied: placed.length, surprises: surprises.filter((s) => s.rewrite === id) }));
  return beside.length === 0 ? outcomes : [...outcomes, { id: 'beside the change', effect: 'keeps', applicable: beside.length, applied: beside.length, surprises: beside }];
};

/** Applies rewrites wherever they can be applied, and compares the verdicts. */
export const runRewrites = async (rewrites: readonly Rewrite[], app: App, options: RunOptions): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const rewrite of rewrites) if (rewrite.at === 'program') outcomes.push(await runProgram(rewrite, app));
  for (const effect of ['keeps', 'flips'] as const)
    outcomes.push(...(await runSites(rewrites.filter((r): r is SiteRewrite => r.at === 'site' && r.effect === effect), app, options)));
  return outcomes;
};
