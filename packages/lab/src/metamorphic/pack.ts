import { type App } from './app.ts';
import { overlap } from './edit.ts';
import { isExecuted } from './hoist.ts';
import { type Change, type SiteRewrite } from './rewrite.ts';
import { functionOf, type QuerySite } from './site.ts';

/** One change at one site, by one rewrite. */
export interface Placed {
  readonly rewrite: SiteRewrite;
  readonly site: QuerySite;
  readonly change: Change;
  /** Changes with a scope in common are not made in the same copy: one could answer for the other. */
  readonly scope: string | undefined;
}

const clash = (a: Placed, b: Placed): boolean =>
  a.site === b.site || (a.scope !== undefined && a.scope === b.scope) || a.change.edits.some((x) => b.change.edits.some((y) => overlap(x, y)));

/** Distributes changes over as few copies as their clashes allow. */
export const pack = (placed: readonly Placed[]): readonly (readonly Placed[])[] => {
  const rounds: Map<string, Placed[]>[] = [];
  for (const p of placed) {
    const free = rounds.find((round) => !(round.get(p.site.path) ?? []).some((other) => clash(other, p)));
    const round = free ?? new Map<string, Placed[]>();
    if (!free) rounds.push(round);
    round.set(p.site.path, [...(round.get(p.site.path) ?? []), p]);
  }
  return rounds.map((round) => [...round.values()].flat());
};

/** A query that another in its function contains is answered for by that one: the two are changed in two copies. */
const sharedScope = (site: QuerySite, app: App): string | undefined =>
  app.sites.some((s) => functionOf(s) === functionOf(site) && s.kind === 'builder' && !isExecuted(s)) ? functionOf(site) : undefined;

/** Every place a rewrite applies to; a flip only where something of tenants is scoped. */
export const placesOf = (rewrite: SiteRewrite, app: App): readonly Placed[] =>
  app.sites
    .filter((site) => rewrite.effect === 'keeps' || (site.verdict === 'scoped' && site.reads))
    .flatMap((site) => rewrite.changes(site, app).map((change) => ({ rewrite, site, change, scope: change.scope ?? sharedScope(site, app) })));
