import { type Anchor, type Anchors, anchorsOf } from './anchor.ts';
import { type Edit, replace, replaceBetween, textOf } from './edit.ts';
import { type Effect, type SiteRewrite } from './rewrite.ts';

/** Another way to write a tenant condition, for a builder and for SQL text. Undefined: it cannot be said there. */
export interface Phrase {
  readonly builder: (eb: string, column: string, value: string) => string | undefined;
  readonly text: (column: string, value: string) => string | undefined;
}

const rephrase = (anchor: Anchor, phrase: Phrase): Edit | undefined => {
  if (anchor.kind === 'text') {
    const text = phrase.text(anchor.column, anchor.bound);
    return text === undefined ? undefined : replaceBetween(anchor.file, anchor.start, anchor.end, anchor.quote === "'" ? text.replaceAll("'", "\\'") : text);
  }
  const { call, method, column } = anchor;
  const value = textOf(anchor.value);
  if (method === undefined) {
    const text = phrase.builder(textOf(call.expression), column, value);
    return text === undefined ? undefined : replace(call, text);
  }
  const text = phrase.builder('m_', column, value);
  const from = call.arguments[0];
  if (text === undefined || !from) return undefined;
  return replaceBetween(call.getSourceFile(), from.getStart(), call.end - 1, `(m_) => ${text}`);
};

const all = (anchors: Anchors, phrase: Phrase): readonly Edit[] | undefined => {
  const edits = anchors.conditions.map((a) => rephrase(a, phrase));
  return edits.every((e) => e !== undefined) ? edits : undefined;
};

/**
 * A rewrite of all tenant conditions of a site at once.
 * A flip is made only where they are all that ties the site to the tenant, so that what is left cannot be scoped.
 */
export const predicateRewrite = (options: { readonly id: string; readonly effect: Effect; readonly atLeast: number; readonly phrase: Phrase }): SiteRewrite => ({
  id: options.id,
  effect: options.effect,
  at: 'site',
  atLeast: options.atLeast,
  changes: (site, app) => {
    const anchors = anchorsOf(site, app);
    if (anchors.conditions.length === 0 || (options.effect === 'flips' && !anchors.complete)) return [];
    const edits = all(anchors, options.phrase);
    return edits ? [{ edits }] : [];
  },
});
