import { ts } from 'ts-morph';
import { compileSite } from '../compile.ts';
import { replace } from '../edit.ts';
import { isExecuted } from '../hoist.ts';
import { markerText } from '../marker.ts';
import { type SiteRewrite } from '../rewrite.ts';

/** The SQL that Kysely compiles a chain to stands in place of the chain. */
const rewrite: SiteRewrite = {
  id: 'compiled',
  effect: 'keeps',
  at: 'site',
  atLeast: 60,
  changes: (site, app) => {
    const { root } = site;
    const handle = ts.isCallExpression(root) && ts.isPropertyAccessExpression(root.expression) ? root.expression.expression.getText() : undefined;
    const compiled = isExecuted(site) && handle !== undefined ? compileSite(site, app) : undefined;
    if (!compiled) return [];
    const text = compiled.sql.replaceAll('\\', '\\\\').replace(/\$(\d+)/g, (_, i: string) => `\${${compiled.values[Number(i) - 1] ?? ''}}`);
    const row = /executeTakeFirst/.test(site.chain.getText()) ? 'rows[0]!' : 'rows';
    return [{ edits: [replace(site.chain, `metamorphicSql<any>\`${markerText(site.id)}${text}\`.execute(${handle ?? ''}).then((result) => result.${row})`)] }];
  },
};
export default rewrite;
