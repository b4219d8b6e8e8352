import { anchorsOf } from './anchor.ts';
import { substitute, textOf } from './edit.ts';
import { before } from './hoist.ts';
import { type SiteRewrite } from './rewrite.ts';

interface Options {
  readonly id: string;
  readonly atLeast: number;
  /** Statements before the one of the query; names that end in an underscore are the rewrite's own. */
  readonly statements?: (tenant: string) => string;
  /** What stands for the tenant. */
  readonly instead: (tenant: string) => string;
}

const ownName = /\b(tenant|own|change|pick)_(?!\w)/g;

/** Puts, on some path, a value of the client's choice in place of every trusted value of a site. */
export const untrustedRewrite = ({ id, atLeast, statements, instead }: Options): SiteRewrite => ({
  id,
  effect: 'flips',
  at: 'site',
  atLeast,
  changes: (site, app) => {
    const { trusted } = anchorsOf(site, app);
    const [first] = trusted;
    // `typeof` takes names only.
    if (!first || !/^[\w.]+$/.test(textOf(first)) || !trusted.every((t) => textOf(t) === textOf(first)) || /current_tenant/.test(textOf(site.chain))) return [];
    const named = (text: string): string => text.replace(ownName, `$1_${site.id}`);
    const tenant = textOf(first);
    const made = statements ? before(site.chain, named(statements(tenant))) : [];
    return made ? [{ edits: [...made, ...trusted.map((t) => substitute(t, named(instead(tenant))))] }] : [];
  },
});
