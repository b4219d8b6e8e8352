import { ts } from 'ts-morph';
import { type Edit, replaceBetween, textOf } from './edit.ts';
import { type SiteRewrite } from './rewrite.ts';
import { type QuerySite } from './site.ts';

const nameOf = (call: ts.CallExpression): string => (ts.isPropertyAccessExpression(call.expression) ? call.expression.name.text : '');

const startOf = (call: ts.CallExpression): number => (call.expression as ts.PropertyAccessExpression).expression.end;

/** `.where(column, operator, value)` of a chain that takes none of them back. */
const plainWheres = (site: QuerySite): readonly ts.CallExpression[] =>
  site.spine.some((c) => nameOf(c).startsWith('clear')) ? [] : site.spine.filter((c) => nameOf(c) === 'where' && c.arguments.length === 3);

interface Options {
  readonly id: string;
  readonly atLeast: number;
  /** New calls for the places of the old ones, from the arguments of each. */
  readonly calls: (conditions: readonly string[]) => readonly string[];
}

/** Rewrites the conditions of a chain together. */
export const wheresRewrite = ({ id, atLeast, calls }: Options): SiteRewrite => ({
  id,
  effect: 'keeps',
  at: 'site',
  atLeast,
  changes: (site) => {
    const wheres = plainWheres(site);
    if (wheres.length < 2) return [];
    const made = calls(wheres.map((call) => call.arguments.map((a) => textOf(a)).join(', ')));
    const edits: readonly Edit[] = wheres.map((call, i) => replaceBetween(site.file, startOf(call), call.end, made[i] ?? ''));
    return [{ edits }];
  },
});

