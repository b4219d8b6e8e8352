import type { ts } from 'ts-morph';
import { choose } from '../../flow/branch.ts';
import { Foreign } from '../../flow/foreign.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { type Entry, type Value } from '../../flow/value.ts';
import { CountQuery } from './count.ts';
import { hole, type Part, separated, text, withoutTable, name } from './part.ts';
import { Sql } from './sql.ts';
import { ColumnValue, TableValue } from './table.ts';

/** What a query selects: by key, and in the order in which it is printed. */
export type Field = ColumnValue | Sql | Subquery | Fields | Unknown;
export interface Fields {
  readonly kind: 'fields';
  readonly entries: ReadonlyMap<string, Field>;
}
interface Unknown {
  readonly kind: 'unknown';
  readonly cause: string;
}

export const fieldsOf = (entries: Iterable<readonly [string, Field]>): Fields => ({ kind: 'fields', entries: new Map(entries) });

const fieldFrom = (run: Run, value: Value, node: ts.Node): Field => {
  const v = choose(run, value);
  if (v instanceof ColumnValue || v instanceof Sql || v instanceof Subquery) return v;
  if (v instanceof CountQuery) return v.asSql(run);
  if (v instanceof TableValue) return fieldsOf(v.fields);
  return v.kind === 'object' ? fieldsFrom(run, v, node) : { kind: 'unknown', cause: `the selection ${spelled(node)} is not followed` };
};

/** The object that `select`, `returning` and the like are given. */
export const fieldsFrom = (run: Run, value: Value, node: ts.Node): Fields => {
  const v = choose(run, value);
  if (v.kind !== 'object') return fieldsOf([['?', fieldFrom(run, v, node)]]);
  return fieldsOf(v.entries.map((e, i) => (e.kind === 'property' ? [e.key, fieldFrom(run, e.value, e.node)] : [`…${i}`, { kind: 'unknown', cause: `the selection ${spelled(e.node)} is only known at run time` }])));
};

/** `orderSelectedFields` */
const flat = ({ entries }: Fields): readonly Exclude<Field, Fields>[] => [...entries.values()].flatMap((f) => (f.kind === 'fields' ? flat(f) : [f]));

const fieldParts = (field: Exclude<Field, Fields>, single: boolean): readonly Part[] => {
  if (field.kind === 'unknown') return [hole(field.cause)];
  if (field instanceof ColumnValue) return [{ kind: 'column', column: single ? field.bare() : field }];
  if (field instanceof Subquery) return field.chunk;
  if (field.isField && field.alias !== undefined) return [name(field.alias)];
  const parts: readonly Part[] = single ? [{ kind: 'sql', parts: withoutTable(field.parts) }] : [{ kind: 'sql', parts: field.parts }];
  return field.alias === undefined ? parts : [...parts, text(' as '), name(field.alias)];
};

/** `buildSelection`: without joins the columns stand without their table. */
export const selection = (fields: Fields, single: boolean): readonly Part[] => separated(flat(fields).map((f) => fieldParts(f, single)), ', ');

type Aliased = 'sql' | 'alias';

const seen = (field: Field, aliased: Aliased, node: ts.Node): Value => {
  if (field.kind === 'fields') return asObject(field, aliased, node);
  if (field.kind === 'unknown') return new Sql([hole(field.cause)], node);
  return field instanceof Sql && field.alias !== undefined ? (aliased === 'sql' && !field.isField ? field.unaliased() : field.asField()) : field;
};

/** The fields as a callback of `where`, `orderBy` … sees them: an aliased expression is itself, or its alias. */
export const asObject = (fields: Fields, aliased: Aliased, node: ts.Node): Value => ({
  kind: 'object',
  entries: [...fields.entries].map(([key, field]): Entry => (field.kind === 'unknown' && key.startsWith('…') ? { kind: 'spread', value: seen(field, aliased, node), node } : { kind: 'property', key, value: seen(field, aliased, node), optional: false, node })),
});

/** The fields of a sub-query as those around it see them. */
const underName = (fields: Fields, alias: string): Fields =>
  fieldsOf(
    [...fields.entries].map(([key, field]): readonly [string, Field] => {
      if (field.kind === 'fields') return [key, underName(field, alias)];
      if (field instanceof ColumnValue) return [key, field.under(alias)];
      if (field instanceof Sql) return [key, field.alias === undefined ? { kind: 'unknown', cause: `the field ${key} of the sub-query has no alias` } : field.asField()];
      return [key, field];
    }),
  );

/** `query.as('sq')`, and `db.$with('sq').as(query)`. */
export class Subquery extends Foreign {
  readonly alias: string;
  readonly query: readonly Part[];
  readonly fields: Fields;
  readonly isWith: boolean;
  readonly node: ts.Node;

  constructor(alias: string, query: readonly Part[], fields: Fields, isWith: boolean, node: ts.Node) {
    super();
    this.alias = alias;
    this.query = query;
    this.fields = underName(fields, alias);
    this.isWith = isWith;
    this.node = node;
  }

  get chunk(): readonly Part[] {
    return this.isWith ? [name(this.alias)] : [text('('), { kind: 'closed', parts: this.query }, text(') '), name(this.alias)];
  }

  override property(key: string, node: ts.Node): Value | undefined {
    const field = this.fields.entries.get(key);
    return field && seen(field, 'alias', node);
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof Subquery && other.query === this.query && other.alias === this.alias ? this : undefined;
  }

  override fingerprint(): string {
    return `subquery:${this.node.pos}`;
  }
}
