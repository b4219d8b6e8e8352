import type { ts } from 'ts-morph';
import { ts as compiler } from '#compiler';
import { choose } from '../../flow/branch.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { propertyOf } from '../../flow/object.ts';
import type { Run } from '../../flow/run.ts';
import { stringOf } from '../../flow/text.ts';
import { optionsOf, undefinedValue, type Value } from '../../flow/value.ts';
import { Callable, Methods } from './callable.ts';
import { ColumnValue, TableValue } from './table.ts';

/** `one(table, { fields, references })`, `many(table)`. */
export class Relation extends Foreign {
  readonly arity: 'one' | 'many';
  readonly target: TableValue | undefined;
  readonly name: string | undefined;
  /** The columns of this table and of the other that are equal; undefined: the other side says. */
  readonly on: { readonly fields: readonly ColumnValue[]; readonly references: readonly ColumnValue[] } | undefined;

  constructor(arity: Relation['arity'], target: TableValue | undefined, name: string | undefined, on: Relation['on']) {
    super();
    this.arity = arity;
    this.target = target;
    this.name = name;
    this.on = on;
  }
}

const columnsOf = (run: Run, value: Value): readonly ColumnValue[] | undefined => {
  const v = choose(run, value);
  const list = v.kind === 'array' ? v.items.map((i) => choose(run, i.value)) : [];
  const columns = list.filter((c): c is ColumnValue => c instanceof ColumnValue);
  return columns.length === list.length && columns.length > 0 ? columns : undefined;
};

const relation = (arity: Relation['arity']) => (args: Arguments, run: Run): Value => {
  const [table = undefinedValue, config = undefinedValue] = args.values;
  const target = choose(run, table);
  const given = choose(run, config);
  const member = (key: string): Value => (given.kind === 'object' ? propertyOf(given, key, args.call) : undefinedValue);
  const fields = columnsOf(run, member('fields'));
  const references = columnsOf(run, member('references'));
  return new Relation(arity, target instanceof TableValue ? target : undefined, stringOf(choose(run, member('relationName'))), fields && references && { fields, references });
};

const makers = new Methods((method, args, run) => (method === 'one' || method === 'many' ? relation(method)(args, run) : undefined));

/** `relations(table, ({ one, many }) => ({ … }))` */
class Relations extends Foreign {
  readonly table: TableValue;
  readonly #define: Value;
  readonly #node: ts.Node;

  constructor(table: TableValue, define: Value, node: ts.Node) {
    super();
    this.table = table;
    this.#define = define;
    this.#node = node;
  }

  get(run: Run, key: string): Relation | undefined {
    const made = choose(run, run.call(this.#define, [makers], this.#node));
    const found = made.kind === 'object' ? choose(run, propertyOf(made, key, this.#node)) : undefined;
    return found instanceof Relation ? found : undefined;
  }

  all(run: Run): readonly Relation[] {
    const made = choose(run, run.call(this.#define, [makers], this.#node));
    return made.kind === 'object' ? made.entries.flatMap((e) => optionsOf(e.value).flatMap((o) => (o.value instanceof Relation ? [o.value] : []))) : [];
  }
}

export const relationsFunction = new Callable((args, run) => {
  const [table = undefinedValue, define = undefinedValue] = args.values;
  const v = choose(run, table);
  return v instanceof TableValue ? new Relations(v, define, args.call) : undefined;
});

const declared = new WeakMap<object, readonly Relations[]>();

const relationsIn = (run: Run, file: ts.SourceFile): readonly Relations[] =>
  file.statements.flatMap((s) => {
    if (!compiler.isVariableStatement(s)) return [];
    return s.declarationList.declarations.flatMap((d) => {
      if (!d.initializer || !compiler.isCallExpression(d.initializer) || !compiler.isIdentifier(d.name)) return [];
      const value = run.evaluate(d.name);
      return value instanceof Relations ? [value] : [];
    });
  });

/** Those that the project declares. */
const allRelations = (run: Run): readonly Relations[] => {
  const known = declared.get(run.modules);
  if (known) return known;
  const found = run.filesWith(/\brelations\s*\(/).flatMap((f) => relationsIn(run, f));
  declared.set(run.modules, found);
  return found;
};

const isSame = (a: TableValue | undefined, b: TableValue): boolean => a?.declaration === b.declaration;

/** A relation of a table, with the columns that are equal: `normalizeRelation`. */
export const relationOf = (run: Run, table: TableValue, key: string): (Relation & { readonly on: NonNullable<Relation['on']>; readonly target: TableValue }) | undefined => {
  const all = allRelations(run);
  const found = all.filter((r) => isSame(r.table, table)).map((r) => r.get(run, key)).find((r) => r !== undefined);
  if (!found?.target) return undefined;
  const { target } = found;
  if (found.on) return found as ReturnType<typeof relationOf>;
  const back = all.filter((r) => isSame(r.table, target)).flatMap((r) => r.all(run)).filter((r) => (found.name === undefined ? isSame(r.target, table) : r.name === found.name && r !== found));
  const [only] = back;
  if (back.length !== 1 || !only?.on) return undefined;
  return new Relation(found.arity, target, found.name, { fields: only.on.references, references: only.on.fields }) as ReturnType<typeof relationOf>;
};
