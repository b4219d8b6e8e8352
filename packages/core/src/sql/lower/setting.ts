import type { DiscardStmt, Node, VariableSetStmt } from 'libpg-query';
import { defaultValue } from '../../query/expr/default.ts';
import type { Expr } from '../../query/expr/expr.ts';
import { row } from '../../query/expr/row.ts';
import type { Statement } from '../../query/statement/statement.ts';
import { setting, utility } from '../../query/statement/utility.ts';
import { exprs, type Lowering } from './context.ts';

const valueOf = (to: Lowering, args: readonly Node[] | undefined): Expr | undefined => {
  const items = exprs(to, args);
  return items.length > 1 ? row({ items }) : items[0];
};

/** SET and RESET, SET ROLE and SET SESSION AUTHORIZATION among them. SET TRANSACTION changes how, not which rows are read. */
export const lowerSet = (to: Lowering, s: VariableSetStmt): Statement => {
  const name = (s.name ?? '').toLowerCase();
  const local = s.is_local === true;
  switch (s.kind) {
    case 'VAR_SET_MULTI':
      return utility({ verb: 'SET TRANSACTION', tables: [], effect: 'none' });
    case 'VAR_RESET_ALL':
      return setting({ verb: 'RESET', name: 'all', local });
    case 'VAR_RESET':
      return setting({ verb: 'RESET', name, local });
    case 'VAR_SET_DEFAULT':
      return setting({ verb: 'SET', name, local, value: defaultValue({}) });
    default:
      return setting({ verb: 'SET', name, local, value: valueOf(to, s.args) });
  }
};

export const lowerDiscard = (s: DiscardStmt): Statement =>
  setting({ verb: 'DISCARD', name: (s.target ?? 'DISCARD_ALL').replace('DISCARD_', '').toLowerCase(), local: false });
