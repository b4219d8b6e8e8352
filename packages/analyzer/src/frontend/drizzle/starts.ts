import { ts } from '#compiler';
import type { TypeHost } from '../../host/type-host.ts';
import { stepNames } from './steps.ts';

/** Methods of a query that only order, cut or run it, as long as their arguments are plain. */
const harmless = /^(limit|offset|orderBy|groupBy|for|as|prepare|execute|then|catch|finally|toSQL|\$dynamic|\$withCache)$/;
const starting = new Set(['from', 'values', 'select', 'set', 'where']);

/** What a text has that holds such a call. */
export const mentionsChange = /\b(where|having|from|values|set|\w*Join\w*|union\w*|intersect\w*|except\w*|onConflict\w+|returning|orderBy|groupBy)\s*[(<]/;

const isPlain = (node: ts.Expression, host: TypeHost): boolean => !host.isAny(node) && !host.isFunction(node) && host.handle(node) === undefined;

/** A call that may have a query from elsewhere read or write other rows: `where` takes the place of what was there. */
export const isChange = (call: ts.CallExpression, host: TypeHost): boolean => {
  if (!ts.isPropertyAccessExpression(call.expression)) return false;
  const { name, expression } = call.expression;
  if (!stepNames.has(name.text) && !starting.has(name.text)) return false;
  if (harmless.test(name.text) && call.arguments.every((a) => ts.isNumericLiteral(a) || isPlain(a, host))) return false;
  const kind = host.handle(expression);
  return kind === 'drizzle-query' || kind === 'drizzle-start';
};
