import type { Node } from 'libpg-query';
import { walkTree } from '../ddl/tree.ts';
import { as, stringOf, stringsOf } from '../lower/context.ts';

/** Where a statement of the DDL stands. */
export interface Written {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** `app.current_tenant`, as a function is called; `public` is left out. */
export const calledName = (parts: readonly Node[] | undefined): string => stringsOf(parts).join('.').toLowerCase().replace(/^(public|pg_catalog)\./, '');

interface Call {
  readonly name: string;
  readonly args: readonly Node[];
}

/** Every function that an expression calls. */
export const callsIn = (expression: unknown): readonly Call[] => {
  const calls: Call[] = [];
  walkTree(expression, (node) => {
    const call = as(node, 'FuncCall');
    if (call) calls.push({ name: calledName(call.funcname), args: call.args ?? [] });
    return undefined;
  });
  return calls;
};

const textOf = (node: Node | undefined): string | undefined => {
  const cast = as(node, 'TypeCast');
  return cast ? textOf(cast.arg) : as(node, 'A_Const')?.sval?.sval;
};

/** The setting that `current_setting('…')` reads. */
export const settingOf = ({ name, args }: Call): string | undefined => (name === 'current_setting' ? textOf(args[0])?.toLowerCase() : undefined);

/** The column that an expression is, casts and parentheses left aside. */
export const columnIn = (node: Node | undefined): string | undefined => {
  const cast = as(node, 'TypeCast');
  if (cast) return columnIn(cast.arg);
  const last = as(node, 'ColumnRef')?.fields?.at(-1);
  return last === undefined ? undefined : stringOf(last) || undefined;
};
