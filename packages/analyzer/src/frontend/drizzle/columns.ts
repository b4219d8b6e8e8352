import { choose } from '../../flow/branch.ts';
import type { Arguments } from '../../flow/foreign.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import type { Single, Value } from '../../flow/value.ts';
import { ColumnBuilder, columnBuilders } from './column-builder.ts';
import type { ColumnDeclaration } from './table.ts';

interface Columns {
  readonly columns: readonly ColumnDeclaration[];
  readonly open: string | undefined;
}

/** The columns of an object literal, or of the callback that gives one. */
export const columnsFrom = (run: Run, value: Value, args: Arguments): Columns => {
  let v: Single = choose(run, value);
  if (v.kind === 'function') v = choose(run, run.call(v, [columnBuilders], args.call));
  if (v.kind !== 'object') return { columns: [], open: `the columns of ${spelled(args.call)} are only known at run time` };
  const columns = new Map<string, ColumnDeclaration>();
  let open: string | undefined;
  for (const e of v.entries) {
    const builder = e.kind === 'property' ? choose(run, e.value) : undefined;
    if (e.kind === 'property' && builder instanceof ColumnBuilder && !e.optional) columns.set(e.key, builder.declaration(e.key));
    else open = `${spelled(e.node)} is made where it is not followed`;
  }
  return { columns: [...columns.values()], open };
};
