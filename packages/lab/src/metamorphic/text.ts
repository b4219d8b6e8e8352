import { ts } from 'ts-morph';
import { boundTexts } from './anchor.ts';
import { type Edit } from './edit.ts';
import { type Effect, type SiteRewrite } from './rewrite.ts';
import { type QuerySite } from './site.ts';

type Literal = ts.StringLiteralLike | ts.TemplateExpression;

/** `client.query(text, values)` with both written in place. */
export interface BoundQuery {
  readonly call: ts.CallExpression;
  readonly text: Literal;
  readonly values: ts.ArrayLiteralExpression | undefined;
}

const boundQuery = (site: QuerySite): BoundQuery | undefined => {
  if (site.kind !== 'text' || !ts.isCallExpression(site.root)) return undefined;
  const { texts, values } = boundTexts(site.root);
  const [text] = texts;
  return text && (ts.isStringLiteralLike(text) || ts.isTemplateExpression(text)) ? { call: site.root, text, values } : undefined;
};

/** Rewrites how a text and its values are handed to the driver. */
export const textRewrite = (options: { readonly id: string; readonly effect: Effect; readonly atLeast: number; readonly edits: (query: BoundQuery, site: QuerySite) => readonly Edit[] | undefined }): SiteRewrite => ({
  id: options.id,
  effect: options.effect,
  at: 'site',
  atLeast: options.atLeast,
  changes: (site) => {
    const query = boundQuery(site);
    const edits = query && options.edits(query, site);
    return edits && edits.length > 0 ? [{ edits }] : [];
  },
});
