import type { A_Expr, CreatePolicyStmt } from 'libpg-query';
import { tableKey } from '../../model/key.ts';
import { walkTree } from '../ddl/tree.ts';
import { as, stringsOf } from '../lower/context.ts';
import type { SettingFunction } from './functions.ts';
import { callsIn, columnIn, settingOf, type Written } from './reading.ts';

/** A policy compares a column with what the session has set. */
export interface TenantComparison extends Written {
  /** The table of the policy: the column may be of another one, in a subquery. */
  readonly table: string;
  readonly column: string;
  readonly setting: string;
  /** The function through which it reads the setting. */
  readonly function?: string | undefined;
  /** Whether the column is of a table that a subquery reads. */
  readonly nested: boolean;
}

type Side = Pick<TenantComparison, 'setting' | 'function'>;

const sessionSide = (node: unknown, functions: ReadonlyMap<string, SettingFunction>): Side | undefined => {
  for (const call of callsIn(node)) {
    const setting = settingOf(call);
    if (setting !== undefined) return { setting };
    const known = functions.get(call.name);
    if (known) return { setting: known.setting, function: known.name };
  }
  return undefined;
};

const comparisonIn = ({ kind, name, lexpr, rexpr }: A_Expr, functions: ReadonlyMap<string, SettingFunction>): (Side & { readonly column: string }) | undefined => {
  if ((kind !== 'AEXPR_OP' && kind !== 'AEXPR_OP_ANY' && kind !== 'AEXPR_IN') || stringsOf(name).at(-1) !== '=') return undefined;
  for (const [one, other] of [[lexpr, rexpr], [rexpr, lexpr]]) {
    const column = columnIn(one);
    const side = column === undefined ? undefined : sessionSide(other, functions);
    if (column !== undefined && side) return { ...side, column };
  }
  return undefined;
};

/** What a policy compares with settings. */
export const comparisonsOf = (s: CreatePolicyStmt, at: Written, functions: ReadonlyMap<string, SettingFunction>): readonly TenantComparison[] => {
  const table = tableKey(s.table?.schemaname, s.table?.relname ?? '');
  const found: TenantComparison[] = [];
  const visit = (part: unknown, nested: boolean): void => {
    walkTree(part, (node) => {
      const select = nested ? undefined : as(node, 'SelectStmt');
      if (select) {
        visit(select, true);
        return false;
      }
      const expression = as(node, 'A_Expr');
      const comparison = expression && comparisonIn(expression, functions);
      if (comparison) found.push({ ...at, ...comparison, table, nested });
      return undefined;
    });
  };
  visit([s.qual, s.with_check], false);
  return found;
};
