import { choose } from '../../flow/branch.ts';
import { Foreign } from '../../flow/foreign.ts';
import { stringOf } from '../../flow/text.ts';
import { constant, undefinedValue, type Value } from '../../flow/value.ts';
import { Callable } from './callable.ts';
import { columnFunctions } from './column-builder.ts';
import { constraints } from './constraints.ts';
import { declarations } from './declare.ts';
import { drizzleFunction } from './drizzle.ts';
import { queryBuilder } from './handle.ts';
import { operators } from './operators.ts';
import { hole } from './part.ts';
import { relationsFunction } from './relations.ts';
import { setFunctions } from './select.ts';
import { Sql } from './sql.ts';
import { TableValue } from './table.ts';
import { placeholder, sqlTag } from './template.ts';

/** `alias(orders, 'o')` */
const alias = new Callable((args, run) => {
  const [table = undefinedValue, name = undefinedValue] = args.values;
  const v = choose(run, table);
  const text = stringOf(choose(run, name));
  if (v instanceof TableValue && text !== undefined) return v.as(text);
  return new Sql([hole('the alias of a table is only known at run time')], args.call);
});

const columnsOf = new Callable((args, run) => {
  const v = choose(run, args.values[0] ?? undefinedValue);
  return v instanceof TableValue ? v.asObject(args.call) : undefined;
});

class QueryBuilderClass extends Foreign {
  override construct(): Value {
    return queryBuilder;
  }
}

const globals: Readonly<Record<string, Value>> = {
  ...columnFunctions,
  ...declarations,
  ...constraints,
  ...operators,
  ...setFunctions,
  sql: sqlTag,
  placeholder,
  alias,
  aliasedTable: alias,
  relations: relationsFunction,
  drizzle: drizzleFunction,
  getTableColumns: columnsOf,
  getColumns: columnsOf,
  getViewSelectedFields: columnsOf,
  getTableName: new Callable((args, run) => {
    const v = choose(run, args.values[0] ?? undefinedValue);
    return v instanceof TableValue && v.declaration.name !== undefined ? constant(v.label) : undefined;
  }),
  withReplicas: new Callable((args) => args.values[0]),
  QueryBuilder: new QueryBuilderClass(),
};

/** An import of the library. */
export const drizzleGlobal = (module: string, name: string): Value | undefined => (module === 'drizzle-orm' && Object.hasOwn(globals, name) ? globals[name] : undefined);
