import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Analysis } from '@tenantscope/analyzer';
import { type Verdict } from '@tenantscope/core';
import { analyze, type App, textsOf, verdictsOf, type Verdicts, withCopy } from './app.ts';
import { edited, type Edit, overlap } from './edit.ts';
import { type Change, type Effect, type ProgramRewrite, type Rewrite, type SiteRewrite } from './rewrite.ts';
import { isExecuted } from './hoist.ts';
import { functionOf, type QuerySite } from './site.ts';

/** A verdict that did not come out as the rewrite says. */
export interface Surprise {
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
  readonly applied: number;
  readonly surprises: readonly Surprise[];
}

interface Placed {
  readonly site: QuerySite;
  readonly change: Change;
  /** Changes with a scope in common are not made in the same copy: one could answer for the other. */
  readonly scope: string | undefined;
}

const clash = (a: Placed, b: Placed): boolean =>
  a.site === b.site || (a.scope !== undefined && a.scope === b.scope) || a.change.edits.some((x) => b.change.edits.some((y) => overlap(x, y)));

/** Distributes changes over as few copies as their clashes allow. */
const pack = (placed: readonly Placed[]): readonly (readonly Placed[])[] => {
  const rounds: Placed[][] = [];
  for (const p of placed) {
    const free = rounds.find((round) => !round.some((other) => other.site.file === p.site.file && clash(other, p)));
    if (free) free.push(p);
    else rounds.push([p]);
  }
  return rounds;
};

const marked = (app: App): Map<string, string> => new Map(app.files.map((file) => [app.project.pathOf(file), file.text]));

/** The text of every file after the changes of one round. */
export const filesAfter = (app: App, round: readonly Placed[]): ReadonlyMap<string, string> => {
  const files = new Map([...textsOf(app.source.directory), ...marked(app)]);
  const edits = round.flatMap((p) => p.change.edits);
  for (const file of app.files) {
    const own = edits.filter((e: Edit) => e.file === file);
    if (own.length > 0) files.set(app.project.pathOf(file), edited(file, own) + app.source.ambient);
  }
  return files;
};

const decide = (app: App, files: ReadonlyMap<string, string>): Promise<Verdicts> =>
  withCopy(app.source, files, async (directory) => {
    const analysis: Analysis = await analyze(app.source, app.model, directory);
    const broken = analysis.incomplete[0];
    if (broken) throw new Error(`a rewritten file is not read: ${broken.file ?? ''} ${broken.message}`);
    return verdictsOf(analysis.sites, (path) => readFileSync(join(directory, path), 'utf8'));
  });

const describe = (site: QuerySite): string => `${site.path}:${site.file.getLineAndCharacterOfPosition(site.chain.getStart(site.file)).line + 1}`;

const codeOf = (change: Change): string => change.edits.map((e) => e.text.trim()).join(' … ');

const kept = (app: App, id: string, verdicts: Verdicts, codeFor: (site: QuerySite) => string): readonly Surprise[] =>
  app.sites.flatMap((site) => {
    const found = verdicts.get(site.id) ?? 'no site';
    return found === site.verdict ? [] : [{ rewrite: id, app: app.source.name, site: describe(site), expected: site.verdict, found, code: codeFor(site) }];
  });

/** A query that became a part of another is answered for by that one, which nothing else in this copy changes. */
const heldAccountable = (app: App, site: QuerySite, verdicts: Verdicts): boolean =>
  app.sites.some((s) => s !== site && s.verdict === 'scoped' && functionOf(s) === functionOf(site) && ['unscoped', 'unproven'].includes(verdicts.get(s.id) ?? ''));

const flipped = (app: App, id: string, verdicts: Verdicts, round: readonly Placed[]): readonly Surprise[] =>
  round.flatMap(({ site, change }) => {
    const found = verdicts.get(site.id) ?? 'no site';
    if (!isExecuted(site) && heldAccountable(app, site, verdicts)) return [];
    return found === 'unscoped' || found === 'unproven' ? [] : [{ rewrite: id, app: app.source.name, site: describe(site), expected: 'not scoped' as const, found, code: codeOf(change) }];
  });

/** Every place a rewrite of sites applies to; flips only where something is scoped. */
export const changesOf = (rewrite: SiteRewrite, app: App): readonly Placed[] =>
  app.sites.flatMap((site) => (rewrite.effect === 'flips' && (site.verdict !== 'scoped' || !site.reads) ? [] : rewrite.changes(site, app).map((change) => ({ site, change, scope: change.scope ?? sharedScope(site, app) }))));

const sharedScope = (site: QuerySite, app: App): string | undefined =>
  app.sites.some((s) => functionOf(s) === functionOf(site) && s.kind === 'builder' && !isExecuted(s)) ? functionOf(site) : undefined;

/** The copies a rewrite makes of an application. */
export const copiesOf = (rewrite: Rewrite, app: App): readonly { readonly files: ReadonlyMap<string, string>; readonly round: readonly Placed[]; readonly applied: number }[] => {
  if (rewrite.at === 'program') return [programCopy(rewrite, app)];
  return pack(changesOf(rewrite, app)).map((round) => ({ files: filesAfter(app, round), round, applied: round.length }));
};

const programCopy = (rewrite: ProgramRewrite, app: App) => {
  const { files, applied } = rewrite.rewrite(app);
  return { files: new Map([...textsOf(app.source.directory), ...marked(app), ...files]), round: [], applied };
};

/** Applies a rewrite wherever it can be applied, and compares the verdicts. */
export const runRewrite = async (rewrite: Rewrite, app: App): Promise<Outcome> => {
  const surprises: Surprise[] = [];
  let applied = 0;
  for (const copy of copiesOf(rewrite, app)) {
    if (copy.applied === 0) continue;
    const verdicts = await decide(app, copy.files);
    const bySite = new Map(copy.round.map((p) => [p.site, p.change]));
    const codeFor = (site: QuerySite): string => codeOf(bySite.get(site) ?? { edits: [] });
    surprises.push(...(rewrite.effect === 'keeps' ? kept(app, rewrite.id, verdicts, codeFor) : flipped(app, rewrite.id, verdicts, copy.round)));
    applied += copy.applied;
  }
  return { id: rewrite.id, effect: rewrite.effect, applied, surprises };
};
