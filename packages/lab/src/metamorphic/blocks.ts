import { ts } from 'ts-morph';
import { insertAt } from './edit.ts';
import { hostOf } from './hoist.ts';
import { type SiteRewrite } from './rewrite.ts';

/** Puts something around the statement of a site that decides nothing. */
export const blockRewrite = (options: { readonly id: string; readonly atLeast: number; readonly open: string; readonly close: string }): SiteRewrite => ({
  id: options.id,
  effect: 'keeps',
  at: 'site',
  atLeast: options.atLeast,
  changes: (site) => {
    const statement = hostOf(site.chain)?.node;
    if (!statement || !(ts.isReturnStatement(statement) || ts.isExpressionStatement(statement))) return [];
    return [{ edits: [insertAt(site.file, statement.getStart(site.file), options.open), insertAt(site.file, statement.end, options.close)] }];
  },
});
