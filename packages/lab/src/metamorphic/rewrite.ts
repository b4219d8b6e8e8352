import { type App } from './app.ts';
import { type Edit } from './edit.ts';
import { type QuerySite } from './site.ts';

/** One application of a rewrite. */
export interface Change {
  readonly edits: readonly Edit[];
  /** What else the change touches, beyond its edits: two changes with the same scope are made in two copies. */
  readonly scope?: string | undefined;
}

/** What a rewrite does to a `scoped` verdict, and to any other. */
export type Effect = 'keeps' | 'flips';

/** A rewrite of single query sites. */
export interface SiteRewrite {
  readonly id: string;
  readonly effect: Effect;
  readonly at: 'site';
  /** Fewer applications than this and the check has fallen asleep. */
  readonly atLeast: number;
  readonly changes: (site: QuerySite, app: App) => readonly Change[];
}

/** A rewrite of a whole program at once: which files it has then. `applied` counts places. */
export interface ProgramRewrite {
  readonly id: string;
  readonly effect: 'keeps';
  readonly at: 'program';
  readonly atLeast: number;
  readonly rewrite: (app: App) => { readonly files: ReadonlyMap<string, string>; readonly applied: number };
}

export type Rewrite = SiteRewrite | ProgramRewrite;
