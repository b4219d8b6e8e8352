import { alternatives, choose } from '../../flow/branch.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import { stringOf } from '../../flow/text.ts';
import { undefinedValue, type Value } from '../../flow/value.ts';
import { Callable } from './callable.ts';
import { enumFunction } from './column-builder.ts';
import { columnsFrom } from './columns.ts';
import { type TableDeclaration, TableValue } from './table.ts';
import { viewStart } from './view.ts';

const tableFrom = (run: Run, args: Arguments, schema: string | undefined, nameOf: (own: Value) => Value = (own) => own): Value =>
  alternatives(
    run,
    () => {
      const [own = undefinedValue, columns = undefinedValue, extras] = args.values;
      const declaration: TableDeclaration = { schema, name: stringOf(choose(run, nameOf(own))), ...columnsFrom(run, columns, args), extras, node: args.call };
      return new TableValue(declaration);
    },
    () => new TableValue({ schema, name: undefined, columns: [], open: 'the table has more alternatives than are told apart', node: args.call }),
  );

/** `pgSchema('billing')`. */
class SchemaValue extends Foreign {
  readonly name: string | undefined;

  constructor(name: string | undefined) {
    super();
    this.name = name;
  }

  override invoke(method: string, args: Arguments, run: Run): Value | undefined {
    switch (method) {
      case 'table':
        return tableFrom(run, this.name === undefined ? { ...args, values: [] } : args, this.name);
      case 'view':
      case 'materializedView':
        return viewStart(run, args, this.name, method === 'materializedView');
      case 'enum':
        return enumFunction();
      default:
        return undefined;
    }
  }
}

/** The functions that declare tables. */
export const declarations: Readonly<Record<string, Callable>> = {
  pgTable: new Callable((args, run) => tableFrom(run, args, undefined)),
  pgTableCreator: new Callable((args) => {
    const [customize = undefinedValue] = args.values;
    return new Callable((inner, run) => tableFrom(run, inner, undefined, (own) => run.call(customize, [own], inner.call)));
  }),
  pgSchema: new Callable((args, run) => new SchemaValue(stringOf(choose(run, args.values[0] ?? undefinedValue)))),
  pgView: new Callable((args, run) => viewStart(run, args, undefined, false)),
  pgMaterializedView: new Callable((args, run) => viewStart(run, args, undefined, true)),
  pgEnum: new Callable(() => enumFunction()),
};
