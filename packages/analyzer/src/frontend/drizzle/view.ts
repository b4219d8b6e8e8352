import { choose } from '../../flow/branch.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import { stringOf } from '../../flow/text.ts';
import { undefinedValue, type Value } from '../../flow/value.ts';
import { first, firstNode } from './clause.ts';
import { columnsFrom } from './columns.ts';
import type { Field } from './fields.ts';
import { queryBuilder } from './handle.ts';
import { Sql } from './sql.ts';
import { type ColumnDeclaration, ColumnValue, TableValue } from './table.ts';
import { bodyFrom } from './with.ts';

/** `pgView('name')` and `pgView('name', columns)`, up to `.as(query)` or `.existing()`. */
class ViewStart extends Foreign {
  readonly #args: Arguments;
  readonly #schema: string | undefined;
  readonly #materialized: boolean;

  constructor(args: Arguments, schema: string | undefined, materialized: boolean) {
    super();
    this.#args = args;
    this.#schema = schema;
    this.#materialized = materialized;
  }

  override invoke(method: string, args: Arguments, run: Run): Value | undefined {
    if (method !== 'as' && method !== 'existing') return /^(with|using|tablespace|withNoData)$/.test(method) ? this : undefined;
    const [own = undefinedValue, columns] = this.#args.values;
    const name = stringOf(choose(run, own));
    const body = method === 'as' ? bodyFrom(run, first(args), queryBuilder, firstNode(args)) : undefined;
    const declared = columns ? columnsFrom(run, columns, this.#args) : { columns: [] as readonly ColumnDeclaration[], open: undefined };
    const view = { query: body?.parts, materialized: this.#materialized };
    const made = new TableValue({ schema: this.#schema, name, ...declared, view, node: this.#args.call });
    if (columns || !body) return made;
    const fields = new Map([...body.fields.entries].flatMap(([key, f]) => viewField(made, key, f)));
    return new TableValue({ ...made.declaration, columns: [...fields.values()].flatMap((f) => (f instanceof ColumnValue ? [f.declaration] : [])), view: { ...view, fields } });
  }
}

/** A column of the query is one of the view; an expression goes by its alias. */
const viewField = (view: TableValue, key: string, field: Field): readonly (readonly [string, ColumnValue | Sql])[] => {
  if (field instanceof ColumnValue) return [[key, new ColumnValue(view, field.declaration)]];
  return field instanceof Sql && field.alias !== undefined ? [[key, field.asField()]] : [];
};

export const viewStart = (_run: Run, args: Arguments, schema: string | undefined, materialized: boolean): Value => new ViewStart(args, schema, materialized);

