import type { SubLink } from 'libpg-query';
import type { Expr } from '../../query/expr/expr.ts';
import type { Span } from '../../query/node.ts';
import { subquery, type SubqueryExpr } from '../../query/expr/subquery.ts';
import { bracketEnd } from '../lexer.ts';
import { cover } from '../source.ts';
import { operatorName } from './comparison.ts';
import { as, type Lowering, optional, tokenAt, unreadExpr } from './context.ts';

const forms: Readonly<Record<string, SubqueryExpr['form'] | undefined>> = {
  EXISTS_SUBLINK: 'exists',
  ALL_SUBLINK: 'all',
  ANY_SUBLINK: 'any',
  EXPR_SUBLINK: 'scalar',
  ARRAY_SUBLINK: 'array',
};

/** From `EXISTS`, `IN`, `= ANY` or the bracket itself to the closing bracket. */
const sublinkSpan = (to: Lowering, location: number | undefined): Span | undefined => {
  const token = tokenAt(to, location);
  if (!token) return undefined;
  const { text } = to.source;
  const open = text.indexOf('(', token.start);
  const end = open < 0 || open > token.start + 40 ? -1 : bracketEnd(text, open);
  return end < 0 ? token : { start: token.start, end };
};

export const lowerSublink = (to: Lowering, link: SubLink): Expr => {
  const select = as(link.subselect, 'SelectStmt');
  const form = forms[link.subLinkType ?? ''];
  const test = optional(to, link.testexpr);
  const at = cover([test?.at, sublinkSpan(to, link.location)]);
  if (!select || !form) return unreadExpr(`SubLink ${link.subLinkType}`, test ? [test] : [], at);
  const query = to.query(select);
  if (form !== 'any' && form !== 'all') return subquery({ form, query, at });
  return subquery({ form, query, test, op: link.operName ? operatorName(link.operName) : '=', at });
};
