import { and, type Configuration, type DerivedRelation, type Expr, or, param, type Proof, prove, readExpression, type Relation as From, replaceNodes, type SelectQuery, type Statement, type TableRelation, type TenantModel } from '@tenantscope/core';
import { keyOf, quoted } from './database.ts';

/** A table whose rows say that a user acts for a tenant. */
export interface Membership {
  /** `schema.name`. */
  readonly table: string;
  readonly tenant: string;
  readonly user: string;
}

const pattern = /^([^\s(),]+)\s*\(\s*([^\s(),]+)\s*,\s*([^\s(),]+)\s*\)$/;

/** The declared memberships; the configuration was validated. */
export const membershipsOf = ({ tenant }: Configuration): readonly Membership[] =>
  (tenant?.members ?? []).flatMap((text) => {
    const [, table, column, user] = pattern.exec(text) ?? [];
    return table === undefined || column === undefined || user === undefined ? [] : [{ table: table.includes('.') ? table : `public.${table}`, tenant: column, user }];
  });

/** Parameters that no text has: who asks, and the tenants that the memberships give. */
const user = 'tenantscope user';
const tenants = 'tenantscope tenants';

type ValueFacts = ReturnType<Parameters<typeof prove>[2]>;

const known: ReadonlyMap<string, ValueFacts> = new Map<string, ValueFacts>([
  [user, { trust: 'untrusted', nonNull: false, label: 'the user of the session', origin: 'who is no tenant' }],
  [tenants, { trust: 'trusted', nonNull: true, label: 'the tenants of the user', origin: 'the memberships of the user say so' }],
]);

/** A text that stands there, as PostgreSQL writes it (`'x'::text`) or as people do. */
const written = (e: Expr | undefined): string | undefined => {
  if (e?.kind === 'cast') return written(e.arg);
  return e?.kind === 'constant' && typeof e.value === 'string' ? e.value : undefined;
};

const isUser = (e: Expr): boolean => e.kind === 'param' && e.key === user;

/** Types to which two users stay two. */
const exact: ReadonlySet<string> = new Set(['text', 'uuid', 'int8']);

/** `current_setting('…')`, `nullif(…, '')` of it and casts, wherever functions that return it were looked into. */
const asUser = <T>(tree: T, setting: string): T =>
  replaceNodes(tree, (node) => {
    const call = node as unknown as Expr;
    if (call.kind === 'cast') {
      const arg = asUser(call.arg, setting);
      return isUser(arg) && exact.has(call.type.name) && !call.type.modifier && !call.type.array ? arg : undefined;
    }
    if (call.kind !== 'call') return undefined;
    const [first, second] = call.args;
    const name = call.name.join('.').replace(/^pg_catalog\./, '');
    if (name === 'nullif' && first && written(second) === '') {
      const inner = asUser(first, setting);
      return isUser(inner) ? inner : undefined;
    }
    const isSetting = name === 'current_setting' && written(first)?.toLowerCase() === setting;
    return isSetting ? param({ key: user }) : undefined;
  });

/** True of every row that is there, also where an outer join has none: if it is the user's, its tenant is one of the user's. `always`: it has one. */
const axiom = ({ tenant, user: column }: Membership, alias: string, always: boolean): Expr => {
  const of = (name: string): string => `${quoted(alias)}.${quoted(name)}`;
  const text = `${of(column)} is null or ${of(column)} <> $1 or ${of(tenant)} in (select mine from unnest($2) as mine)${always ? '' : ` or ${of(tenant)} is null`}`;
  return replaceNodes(readExpression(text), (node) => (node.kind === 'param' ? param({ key: (node as unknown as { readonly key: string }).key === '$1' ? user : tenants }) : undefined));
};

/** Says something that is always true beside every alternative, so that each can be concluded from. */
const beside = (where: Expr | undefined, always: readonly Expr[]): Expr => {
  if (where?.kind === 'or') return or({ args: where.args.map((e) => beside(e, always)) });
  if (where?.kind === 'and') return and({ args: [...where.args.map((e) => (e.kind === 'or' ? beside(e, always) : e)), ...always] });
  return and({ args: [...(where ? [where] : []), ...always] });
};

/** A table by what its columns are called with. */
interface Called {
  readonly schema: string;
  readonly name: string;
  readonly alias: string;
}

const called = ({ schema, name }: TableRelation, alias: string): Called => ({ schema: schema ?? 'public', name, alias });

/** The table of which a query shows every column under its own name. */
const wholeIn = (query: DerivedRelation['query']): TableRelation | undefined => {
  if (query.kind !== 'select' || query.items.length !== 1 || query.items[0]?.star !== true) return undefined;
  const [only, ...more] = query.from;
  return only?.kind === 'table' && only.columnAliases === undefined && more.length === 0 ? only : undefined;
};

/** Tables in FROM, and queries there that show the rows of one, as policies make of it. */
const tablesIn = (from: From): readonly Called[] => {
  switch (from.kind) {
    case 'table':
      return from.columnAliases === undefined ? [called(from, from.alias ?? from.name)] : [];
    case 'derived': {
      const whole = from.columnAliases === undefined ? wholeIn(from.query) : undefined;
      return whole && from.alias !== undefined ? [called(whole, from.alias)] : [];
    }
    case 'join':
      return from.alias === undefined ? [...tablesIn(from.left), ...tablesIn(from.right)] : [];
    default:
      return [];
  }
};

/** What is proved against: the model, and what is known of users. */
export interface Grounds {
  readonly model: TenantModel;
  readonly memberships: readonly Membership[];
}

const axiomsFor = ({ memberships, model }: Grounds, tables: readonly Called[]): readonly Expr[] =>
  tables.flatMap(({ schema, name, alias }) =>
    memberships.filter((m) => m.table === keyOf({ schema, name })).map((m) => axiom(m, alias, model.find(schema, name)?.columns?.get(m.tenant)?.notNull === true)),
  );

/** Every query with what memberships say of its tables. `fresh`: the rows of the outermost one are about to be written, and nothing is known of those. */
const told = <T>(grounds: Grounds, tree: T, fresh: boolean): T =>
  replaceNodes(tree, (node) => {
    if (node.kind !== 'select') return undefined;
    const query = node as unknown as SelectQuery;
    const rest = Object.fromEntries(Object.entries(query).map(([key, value]) => [key, key === 'at' ? value : told(grounds, value, false)])) as unknown as SelectQuery;
    const always = fresh && (node as unknown) === tree ? [] : axiomsFor(grounds, query.from.flatMap(tablesIn));
    return always.length === 0 ? rest : { ...rest, where: beside(rest.where, always) };
  });

/** Proves a statement; `fresh`: it stands for rows that are about to be written. */
export const proveWith = (grounds: Grounds, statement: Statement, values: Parameters<typeof prove>[2], fresh = false): Proof => {
  const { model, memberships } = grounds;
  if (memberships.length === 0) return prove(statement, model, values);
  // Whoever has a function of that name may mean another.
  if (model.userFunctions.has('current_setting') || model.userFunctions.has('nullif')) return prove(statement, model, values);
  return prove(told(grounds, asUser(statement, model.setting), fresh), model, (key) => known.get(key) ?? values(key));
};
