import { type ts } from 'ts-morph';
import { textBetween } from './edit.ts';
import { buildingCalls, hoist } from './hoist.ts';
import { type SiteRewrite } from './rewrite.ts';

interface Options {
  readonly id: string;
  readonly atLeast: number;
  /** Where to cut the calls that build. */
  readonly at: (calls: readonly ts.CallExpression[]) => ts.CallExpression | undefined;
  /** Statements that make `made_` out of the first part, and what stands for it. Undefined: not here. */
  readonly make: (part: string) => { readonly statements: string; readonly instead: string } | undefined;
}

/** Cuts a chain in two, and makes the first part in statements of its own. */
export const cutRewrite = ({ id, atLeast, at, make }: Options): SiteRewrite => ({
  id,
  effect: 'keeps',
  at: 'site',
  atLeast,
  changes: (site) => {
    const call = at(buildingCalls(site));
    if (!call) return [];
    const start = site.chain.getStart(site.file);
    const part = textBetween(site.file, start, call.end);
    // What waits cannot move into a function that does not.
    if (/\bawait\b/.test(part)) return [];
    const made = make(part);
    const edits = made && hoist(site.chain, made.statements.replaceAll('made_', `made_${site.id}`), made.instead.replaceAll('made_', `made_${site.id}`) + textBetween(site.file, call.end, site.chain.end));
    return edits ? [{ edits }] : [];
  },
});

export const middle = (calls: readonly ts.CallExpression[]): ts.CallExpression | undefined => calls[Math.floor((calls.length - 1) / 2)];
export const first = (calls: readonly ts.CallExpression[]): ts.CallExpression | undefined => calls[0];
export const last = (calls: readonly ts.CallExpression[]): ts.CallExpression | undefined => calls.at(-1);
