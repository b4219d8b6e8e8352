import { type Expr, type FunctionText, type Query, readExpression, readFunction, readSql, replaceNodes, type TableRelation } from '@tenantscope/core';
import type { Acl, FunctionEntry, Name, Relation, Snapshot } from '../catalog/snapshot.ts';
import { groupBy } from '../group.ts';
import { memo } from '../memo.ts';
import { type Grant, type Grantable, grantsOf, type Privilege } from './acl.ts';
import { isSuperuser, type Roles, rolesOf } from './roles.ts';

/** `schema.name`. */
export const keyOf = ({ schema, name }: Name): string => `${schema}.${name}`;

/** A name as SQL has to write it. */
export const quoted = (name: string): string => (/^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);

/** A snapshot with what is asked of it again and again. */
export interface Database {
  readonly snapshot: Snapshot;
  readonly roles: Roles;
  readonly relation: (name: Name) => Relation | undefined;
  /** All overloads. */
  readonly functions: (name: Name) => readonly FunctionEntry[];
  readonly expression: (text: string) => Expr;
  /** The query of a view; undefined when it cannot be read. */
  readonly query: (text: string) => Query | undefined;
  /** The relations that the query of a view names. */
  readonly tablesRead: (view: Relation) => readonly Relation[];
  readonly code: (f: FunctionEntry) => FunctionText | undefined;
  /** Whether a role has a privilege on an object, its own or a role's that it inherits from. */
  readonly may: (role: string, privilege: Privilege, object: { readonly owner: string; readonly acl: Acl }, kind: Grantable) => boolean;
  /** Whether a role has a privilege on a relation, or on a column of it, and can name it. */
  readonly reaches: (role: string, privilege: Privilege, relation: Relation) => boolean;
}

/** Roles of PostgreSQL itself that have a privilege on every table. */
const onEverything: Readonly<Record<string, readonly Privilege[]>> = {
  pg_read_all_data: ['select', 'usage'],
  pg_write_all_data: ['insert', 'update', 'delete', 'usage'],
  pg_maintain: ['maintain'],
};

const queryIn = (text: string): Query | undefined => {
  const [only, ...more] = readSql(text).statements;
  const statement = only?.statement;
  return more.length === 0 && (statement?.kind === 'select' || statement?.kind === 'set' || statement?.kind === 'values') ? statement : undefined;
};

export const openDatabase = (snapshot: Snapshot): Database => {
  const roles = rolesOf(snapshot);
  const relations = new Map(snapshot.relations.map((r) => [keyOf(r), r]));
  const functions = groupBy(snapshot.functions, keyOf);
  const schemas = new Map(snapshot.schemas.map((s) => [s.name, s]));
  const columnNames = new Set(snapshot.relations.flatMap((r) => r.columns.map((c) => c.name)));

  /** Most objects of an owner have the same privileges. */
  const grants = memo(
    ({ owner, acl, kind }: { readonly owner: string; readonly acl: Acl; readonly kind: Grantable }): readonly Grant[] => grantsOf(acl, owner, kind),
    ({ owner, acl, kind }) => JSON.stringify([kind, acl ?? owner]),
  );

  const may: Database['may'] = (role, privilege, { owner, acl }, kind) => {
    if (isSuperuser(roles.find(role))) return true;
    const has = roles.has(role);
    if (kind !== 'column' && [...has].some((r) => onEverything[r]?.includes(privilege) === true && (kind === 'relation' || kind === 'sequence' || (kind === 'schema' && privilege === 'usage')))) return true;
    return grants({ owner, acl, kind }).some((g) => g.privileges.has(privilege) && (g.grantee === 'public' || has.has(g.grantee)));
  };

  const names = (role: string, schema: string): boolean => {
    const found = schemas.get(schema);
    return found === undefined || may(role, 'usage', found, 'schema');
  };

  const query = memo(queryIn);
  const tablesRead = (view: Relation): readonly Relation[] => {
    const found = new Set<Relation>();
    replaceNodes(view.query === null ? {} : (query(view.query) ?? {}), (node) => {
      const { schema, name } = node as Partial<TableRelation>;
      const relation = node.kind === 'table' && schema !== undefined && name !== undefined ? relations.get(keyOf({ schema, name })) : undefined;
      if (relation) found.add(relation);
      return undefined;
    });
    return [...found];
  };

  return {
    snapshot,
    roles,
    tablesRead,
    relation: (name) => relations.get(keyOf(name)),
    functions: (name) => functions.get(keyOf(name)) ?? [],
    expression: memo(readExpression),
    query,
    code: memo((f: FunctionEntry) => (f.definition === null ? undefined : readFunction(f.definition, (name) => columnNames.has(name)))),
    may,
    reaches: (role, privilege, relation) =>
      names(role, relation.schema) &&
      (may(role, privilege, relation, relation.kind === 'sequence' ? 'sequence' : 'relation') || relation.columns.some((c) => c.acl !== null && may(role, privilege, { owner: relation.owner, acl: c.acl }, 'column'))),
  };
};

/** `schema.name`, as SQL has to write it. */
export const quotedName = ({ schema, name }: Name): string => `${quoted(schema)}.${quoted(name)}`;
