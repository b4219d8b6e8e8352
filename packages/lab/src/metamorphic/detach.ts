import { ts } from 'ts-morph';
import { type Anchors, anchorsOf, type CallAnchor } from './anchor.ts';
import { type Edit, replaceBetween, textBetween } from './edit.ts';
import { builderOf, hoist } from './hoist.ts';
import { type Effect, type SiteRewrite } from './rewrite.ts';
import { type QuerySite } from './site.ts';

/** The tenant conditions that are calls of the chain itself, when that is all of them. */
const spineAnchors = (site: QuerySite, { conditions }: Anchors): readonly CallAnchor[] => {
  const own = conditions.filter((c): c is CallAnchor => c.kind === 'call' && c.method === 'where' && site.spine.includes(c.call));
  return own.length === conditions.length ? own : [];
};

/** Conditions that a chain takes back later must stay where they are. */
const takesBack = (site: QuerySite): boolean => site.spine.some((call) => ts.isPropertyAccessExpression(call.expression) && call.expression.name.text.startsWith('clear'));

/** `.where(…)` with its dot. */
const callEdit = (call: ts.CallExpression, text: string): Edit => {
  const file = call.getSourceFile();
  const before = (call.expression as ts.PropertyAccessExpression).expression;
  return replaceBetween(file, before.end, call.end, text);
};

const callText = ({ call }: CallAnchor): string => textBetween(call.getSourceFile(), (call.expression as ts.PropertyAccessExpression).expression.end, call.end).trim();

/** Names that end in an underscore are the rewrite's own; each site gets its own. */
const ownName = /\b(q|scope|pair|first|wrapper|scoped|base|other)_(?!\w)/g;

interface Options {
  readonly id: string;
  readonly effect: Effect;
  readonly atLeast: number;
  /** Statements that follow `let q_ = <the query without the tenant>`; `where` is `.where(…)`. */
  readonly statements: (where: string) => string;
}

/** Takes the tenant conditions out of a chain, and adds them — or does not — in statements of their own. */
export const detachedRewrite = ({ id, effect, atLeast, statements }: Options): SiteRewrite => ({
  id,
  effect,
  at: 'site',
  atLeast,
  changes: (site, app) => {
    const anchors = anchorsOf(site, app);
    const own = spineAnchors(site, anchors);
    const builder = builderOf(site);
    if (own.length === 0 || !builder || takesBack(site) || (effect === 'flips' && !anchors.complete)) return [];
    const without = own.map((a) => callEdit(a.call, ''));
    const start = site.chain.getStart(site.file);
    const name = `q_${site.id}`;
    const query = textBetween(site.file, start, builder.end, without);
    const rest = textBetween(site.file, builder.end, site.chain.end);
    const edits = hoist(site.chain, `let ${name} = ${query};\n${statements(own.map(callText).join('')).replace(ownName, `$1_${site.id}`)}`, `${name}${rest}`);
    return edits ? [{ edits }] : [];
  },
});

interface InPlace {
  readonly id: string;
  readonly effect: Effect;
  readonly atLeast: number;
  /** Sites it is for; all when absent. */
  readonly only?: (site: QuerySite) => boolean;
  /** What stands in place of `.where(…)` in the chain. */
  readonly call: (where: string) => string;
}

/** Rewrites each tenant condition of a chain where it stands. */
export const inPlaceRewrite = ({ id, effect, atLeast, only, call }: InPlace): SiteRewrite => ({
  id,
  effect,
  at: 'site',
  atLeast,
  changes: (site, app) => {
    const anchors = anchorsOf(site, app);
    const own = spineAnchors(site, anchors);
    if (own.length === 0 || only?.(site) === false || (effect === 'flips' && !anchors.complete)) return [];
    return [{ edits: own.map((a) => callEdit(a.call, call(callText(a)))) }];
  },
});
