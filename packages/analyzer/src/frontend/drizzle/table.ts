import type { ts } from 'ts-morph';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import { constant, type Entry, type ObjectValue, scalar, type Value } from '../../flow/value.ts';
import { hole, name, type Part } from './part.ts';
import type { Sql } from './sql.ts';

/** A column as it is declared. */
export interface ColumnDeclaration {
  /** The key it is declared under, and goes by in code. */
  readonly key: string;
  /** The name that is given; undefined: it goes by its key, which the casing of a handle may change. */
  readonly name: string | undefined;
  /** PostgreSQL's name of its type, when it is known. */
  readonly type: string | undefined;
  readonly notNull: boolean;
  readonly primary: boolean;
  readonly unique: boolean;
  /** `generatedAlwaysAs…`: it is not written. */
  readonly generated: boolean;
  readonly hasDefault: boolean;
  /** `$defaultFn`, `$onUpdateFn`: what makes its value. */
  readonly defaultFn?: Value | undefined;
  readonly onUpdateFn?: Value | undefined;
  readonly references?: Value | undefined;
  /** A custom type changes the values that are bound to it. */
  readonly encodes: boolean;
}

export interface TableDeclaration {
  readonly schema: string | undefined;
  readonly name: string | undefined;
  readonly columns: readonly ColumnDeclaration[];
  /** Why there may be other columns. */
  readonly open?: string | undefined;
  /** The third argument of `pgTable`. */
  readonly extras?: Value | undefined;
  /** Set for views: what `db.select()` gives, and the query. */
  readonly view?: { readonly fields?: ReadonlyMap<string, ColumnValue | Sql> | undefined; readonly query?: readonly Part[] | undefined; readonly materialized: boolean } | undefined;
  readonly node: ts.Node;
}

/** `orders.tenantId`. */
export class ColumnValue extends Foreign {
  readonly table: TableValue;
  readonly declaration: ColumnDeclaration;
  readonly #bare: boolean;

  constructor(table: TableValue, declaration: ColumnDeclaration, bare = false) {
    super();
    this.table = table;
    this.declaration = declaration;
    this.#bare = bare;
  }

  get qualifier(): readonly string[] {
    return this.#bare ? [] : this.table.reference;
  }

  bare(): ColumnValue {
    return new ColumnValue(this.table, this.declaration, true);
  }

  under(alias: string): ColumnValue {
    return new ColumnValue(this.table.as(alias), this.declaration);
  }

  override property(key: string, node: ts.Node): Value | undefined {
    if (key === 'name') return this.declaration.name === undefined ? scalar(node) : constant(this.declaration.name);
    return key === 'table' ? this.table : undefined;
  }

  /** `asc()`, `op()` of the columns that index definitions get. */
  override invoke(method: string): Value | undefined {
    return /^(asc|desc|nullsFirst|nullsLast|op|getSQL)$/.test(method) ? this : undefined;
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof ColumnValue && other.declaration === this.declaration && other.qualifier.join('.') === this.qualifier.join('.') ? this : undefined;
  }

  override fingerprint(): string {
    return `column:${this.qualifier.join('.')}.${this.declaration.key}`;
  }
}

/** What `pgTable(…)` and `pgView(…)` make, and its aliases. */
export class TableValue extends Foreign {
  readonly declaration: TableDeclaration;
  readonly alias: string | undefined;

  constructor(declaration: TableDeclaration, alias?: string) {
    super();
    this.declaration = declaration;
    this.alias = alias;
  }

  as(alias: string): TableValue {
    return new TableValue(this.declaration, alias);
  }

  /** The name under which its columns are printed. */
  get reference(): readonly string[] {
    const { schema, name: own = '?' } = this.declaration;
    if (this.alias !== undefined) return [this.alias];
    return schema === undefined ? [own] : [schema, own];
  }

  /** As an item of FROM. */
  get source(): readonly Part[] {
    const { schema, name: own } = this.declaration;
    if (own === undefined) return [hole('the name of the table is only known at run time')];
    const table = name(...(schema === undefined ? [] : [schema]), own);
    return this.alias === undefined ? [table] : [table, { kind: 'text', text: ' ' }, name(this.alias)];
  }

  /** The name by which a joined query knows it. */
  get label(): string {
    return this.alias ?? this.declaration.name ?? '?';
  }

  column(key: string): ColumnValue | undefined {
    const found = this.declaration.columns.find((c) => c.key === key);
    return found && new ColumnValue(this, found);
  }

  get columns(): readonly ColumnValue[] {
    return this.declaration.columns.map((c) => new ColumnValue(this, c));
  }

  /** What `select()` of it selects, by key. */
  get fields(): ReadonlyMap<string, ColumnValue | Sql> {
    return this.declaration.view?.fields ?? new Map(this.columns.map((c) => [c.declaration.key, c]));
  }

  /** `getTableColumns(table)`. */
  asObject(node: ts.Node): ObjectValue {
    const known = [...this.fields].map(([key, value]): Entry => ({ kind: 'property', key, value, optional: false, node }));
    const { open } = this.declaration;
    return { kind: 'object', entries: open === undefined ? known : [...known, { kind: 'spread', value: scalar(node, { cause: open }), node }] };
  }

  override property(key: string): Value | undefined {
    return this.fields.get(key);
  }

  override invoke(method: string, _args: Arguments, _run: Run): Value | undefined {
    return method === 'enableRLS' || method === 'getSQL' ? this : undefined;
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof TableValue && other.declaration === this.declaration && other.alias === this.alias ? this : undefined;
  }

  override fingerprint(): string {
    return `table:${this.reference.join('.')}`;
  }
}
