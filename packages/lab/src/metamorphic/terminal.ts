import { textBetween } from './edit.ts';
import { builderOf, hoist, isExecuted } from './hoist.ts';
import { type SiteRewrite } from './rewrite.ts';

interface Options {
  readonly id: string;
  readonly atLeast: number;
  /** Statements before, and what stands for the executed query; `terminal` is `.execute()`. */
  readonly make: (query: string, terminal: string) => { readonly statements: string; readonly instead: string };
}

/** Rewrites how a finished query is executed. */
export const terminalRewrite = ({ id, atLeast, make }: Options): SiteRewrite => ({
  id,
  effect: 'keeps',
  at: 'site',
  atLeast,
  changes: (site) => {
    const builder = builderOf(site);
    if (!builder || !isExecuted(site)) return [];
    const query = textBetween(site.file, site.chain.getStart(site.file), builder.end);
    const { statements, instead } = make(query, textBetween(site.file, builder.end, site.chain.end));
    const named = (text: string): string => text.replaceAll('run_', `run_${site.id}`);
    const edits = hoist(site.chain, named(statements), named(instead));
    return edits ? [{ edits }] : [];
  },
});
