import type { ForeignKey, KeyAction, ReferentialAction, Schema, SchemaColumn, SchemaTable } from '@tenantscope/core';
import type { DeclaredSchema, Typed } from '../../../schema/declared.ts';
import { clientRoot, clientSchema } from './client.ts';
import { columnOf, type Model, primaryKey, type PrismaSchema, type Relation } from './model.ts';

const columns = (model: Model): ReadonlyMap<string, SchemaColumn> =>
  new Map([...model.fields.values()].map((f) => [f.column, { name: f.column, type: f.sqlType, notNull: !f.optional && !f.list }]));

interface Key {
  readonly relation: Relation;
  readonly target: Model;
}

const keysOf = (model: Model, schema: PrismaSchema): readonly Key[] =>
  [...model.relations.values()].flatMap((relation) => {
    const target = schema.models.get(relation.target);
    return relation.owner && target ? [{ relation, target }] : [];
  });

const keyOf = (model: Model, { relation, target }: Key): ForeignKey => ({
  columns: relation.own.map((f) => columnOf(model, f)),
  schema: target.schema,
  table: target.table,
  referenced: relation.referenced.map((f) => columnOf(target, f)),
});

const actions: Readonly<Record<string, ReferentialAction>> = { Cascade: 'CASCADE', SetNull: 'SET NULL', SetDefault: 'SET DEFAULT' };

/** What Prisma makes of a relation that does not say: a key that may be empty is emptied, and every key follows its row. */
const actionOf = (model: Model, key: Key): KeyAction => {
  const optional = key.relation.own.some((f) => model.fields.get(f)?.optional);
  const { columns: own, ...rest } = keyOf(model, key);
  return { ...rest, name: `${model.table}_${own.join('_')}_fkey`, columns: own, onDelete: actions[key.relation.onDelete ?? (optional ? 'SetNull' : 'Restrict')], onUpdate: actions[key.relation.onUpdate ?? 'Cascade'] };
};

const tableOf = (model: Model, schema: PrismaSchema): SchemaTable => {
  const keys = schema.foreignKeys ? keysOf(model, schema) : [];
  return {
    schema: model.schema,
    name: model.table,
    columns: columns(model),
    uniques: model.uniques.map(({ fields, primary }) => ({ columns: fields.map((f) => columnOf(model, f)), primary })),
    foreignKeys: keys.map((k) => keyOf(model, k)),
    actions: keys.map((k) => actionOf(model, k)),
  };
};

/** The tables of implicit many-to-many relations: pairs of the keys of two models. */
const pairTables = (schema: PrismaSchema): readonly SchemaTable[] =>
  [...schema.models.values()].flatMap((model) =>
    [...model.relations.values()].flatMap(({ through, target: name }): readonly SchemaTable[] => {
      const target = schema.models.get(name);
      if (through?.own !== 'A' || !target) return [];
      const side = (column: string, of: Model): ForeignKey => ({ columns: [column], schema: of.schema, table: of.table, referenced: primaryKey(of).map((f) => columnOf(of, f)) });
      return [
        {
          schema: model.schema,
          name: through.table,
          columns: new Map(['A', 'B'].map((c) => [c, { name: c, notNull: true }])),
          uniques: [{ columns: ['A', 'B'], primary: true }],
          foreignKeys: schema.foreignKeys ? [side('A', model), side('B', target)] : [],
        },
      ];
    }),
  );

/** The tables that a client's schema declares. */
export const tablesOf = (schema: PrismaSchema): Schema => ({
  tables: [...[...schema.models.values()].map((m) => tableOf(m, schema)), ...pairTables(schema)],
  keysKnown: true,
  functions: new Map(),
});

/** Those of the first client that a program has, by its path: compilers list files in orders of their own. */
export const declaredTables = ({ paths, fileAt }: Typed): DeclaredSchema | undefined => {
  for (const path of [...paths()].sort()) {
    const file = fileAt(path);
    const root = clientRoot(path);
    const schema = root === undefined ? undefined : clientSchema(root);
    if (schema) return { schema: tablesOf(schema), files: file ? [file] : [] };
  }
  return undefined;
};
