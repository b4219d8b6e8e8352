import type { CommonTableExpr, Node, WithClause } from 'libpg-query';
import { opaqueRelation } from '../../query/relation/opaque.ts';
import { select } from '../../query/statement/query.ts';
import type { Cte, With } from '../../query/statement/with.ts';
import { as, kindOf, type Lowering, stringsOf, unread } from './context.ts';

/** The grammar allows no other body; should it ever, the CTE is rows of unknown origin. */
const unreadBody = (node: Node | undefined): Cte['body'] =>
  select({
    items: [{ star: true }],
    distinct: false,
    from: [opaqueRelation({ rule: unread, cause: `a CTE's body ${node && kindOf(node)} is not read` })],
    windows: [],
    orderBy: [],
    locking: false,
  });

const lowerBody = (to: Lowering, node: Node | undefined): Cte['body'] => {
  const query = as(node, 'SelectStmt');
  if (query) return to.query(query);
  const body = node && to.statement(node);
  switch (body?.kind) {
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
      return body;
    default:
      return unreadBody(node);
  }
};

const lowerCte = (to: Lowering, cte: CommonTableExpr): Cte => ({
  name: cte.ctename ?? '',
  ...(cte.aliascolnames && { columnAliases: stringsOf(cte.aliascolnames) }),
  body: lowerBody(to, cte.ctequery),
});

export const lowerWith = (to: Lowering, clause: WithClause | undefined): With | undefined =>
  clause && {
    recursive: clause.recursive === true,
    ctes: (clause.ctes ?? []).map((node) => lowerCte(to, as(node, 'CommonTableExpr') ?? {})),
  };
