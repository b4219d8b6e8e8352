import { choose } from '../../flow/branch.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { propertyOf } from '../../flow/object.ts';
import type { Run } from '../../flow/run.ts';
import { undefinedValue, type Value } from '../../flow/value.ts';
import { Callable } from './callable.ts';
import { ColumnValue } from './table.ts';

const columnsFrom = (run: Run, values: readonly Value[]): readonly ColumnValue[] | undefined => {
  const list = values.flatMap((value) => {
    const v = choose(run, value);
    return v.kind === 'array' ? v.items.map((i) => choose(run, i.value)) : [v];
  });
  return list.every((c) => c instanceof ColumnValue) ? list : undefined;
};

/** What the third argument of `pgTable` lists: keys, and what says nothing of keys. */
export class Constraint extends Foreign {
  readonly what: 'primary' | 'unique' | 'foreign' | 'other';
  readonly columns: readonly ColumnValue[] | undefined;
  readonly references: readonly ColumnValue[] | undefined;

  constructor(what: Constraint['what'], columns?: readonly ColumnValue[], references?: readonly ColumnValue[]) {
    super();
    this.what = what;
    this.columns = columns;
    this.references = references;
  }

  override invoke(method: string, args: Arguments, run: Run): Value {
    if (method === 'on' || method === 'using' || method === 'onOnly') return new Constraint(this.what, columnsFrom(run, method === 'using' ? args.values.slice(1) : args.values));
    // A partial index is no key.
    return method === 'where' ? new Constraint('other') : this;
  }
}

const named = (what: Constraint['what']): Callable => new Callable(() => new Constraint(what));

const member = (run: Run, args: Arguments, key: string): Value => {
  const v = choose(run, args.values[0] ?? undefinedValue);
  return v.kind === 'object' ? propertyOf(v, key, args.call) : undefinedValue;
};

/** The functions that make them. */
export const constraints: Readonly<Record<string, Callable>> = {
  unique: named('unique'),
  uniqueIndex: named('unique'),
  index: named('other'),
  check: named('other'),
  pgPolicy: named('other'),
  primaryKey: new Callable((args, run) => {
    const object = choose(run, args.values[0] ?? undefinedValue);
    return new Constraint('primary', object.kind === 'object' ? columnsFrom(run, [member(run, args, 'columns')]) : columnsFrom(run, args.values));
  }),
  foreignKey: new Callable((args, run) => new Constraint('foreign', columnsFrom(run, [member(run, args, 'columns')]), columnsFrom(run, [member(run, args, 'foreignColumns')]))),
};
