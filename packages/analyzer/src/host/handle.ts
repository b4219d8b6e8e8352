import { ts } from '#compiler';
import { isOfScopedKysely } from './package.ts';

/** What a type from a database library is to us. */
export type HandleKind =
  | 'kysely'
  | 'kysely-transaction-builder'
  | 'kysely-builder'
  | 'kysely-expression-builder'
  | 'kysely-expression'
  | 'kysely-functions'
  | 'pg'
  | 'postgres-js'
  | PromisingKind;

/** Of scoped-kysely, whose handles promise something of every query. */
export type PromisingKind =
  | 'tenant-database'
  | 'scoped-kysely'
  | 'scoped-kysely-transaction-builder'
  | 'cross-tenant-kysely'
  /** A handle of scoped-kysely, or something else. */
  | 'scoped-kysely-perhaps';

const promising: ReadonlySet<string | undefined> = new Set<PromisingKind>(['tenant-database', 'scoped-kysely', 'scoped-kysely-transaction-builder', 'cross-tenant-kysely', 'scoped-kysely-perhaps']);

export const isPromising = (kind: HandleKind | undefined): kind is PromisingKind => promising.has(kind);

const scopedKinds: Readonly<Record<string, PromisingKind>> = {
  TenantDatabase: 'tenant-database',
  ScopedKysely: 'scoped-kysely',
  ScopedHandle: 'scoped-kysely',
  ScopedQueryCreator: 'scoped-kysely',
  ScopedTransaction: 'scoped-kysely',
  ControlledScopedTransaction: 'scoped-kysely',
  ScopedTransactionBuilder: 'scoped-kysely-transaction-builder',
  ControlledScopedTransactionBuilder: 'scoped-kysely-transaction-builder',
  CrossTenantKysely: 'cross-tenant-kysely',
  CrossTenantHandle: 'cross-tenant-kysely',
  CrossTenantTransactionBuilder: 'scoped-kysely-transaction-builder',
};

interface Library {
  readonly path: RegExp;
  readonly kinds: Readonly<Record<string, HandleKind>>;
}

const builders = ['Select', 'Insert', 'Update', 'Delete', 'Merge', 'WheneableMerge'].map((b) => `${b}QueryBuilder`);

const libraries: readonly Library[] = [
  {
    path: /\/node_modules\/kysely\//,
    kinds: {
      Kysely: 'kysely',
      Transaction: 'kysely',
      ControlledTransaction: 'kysely',
      QueryCreator: 'kysely',
      ReadonlyKysely: 'kysely',
      TransactionBuilder: 'kysely-transaction-builder',
      ControlledTransactionBuilder: 'kysely-transaction-builder',
      ConnectionBuilder: 'kysely-transaction-builder',
      ExpressionBuilder: 'kysely-expression-builder',
      FunctionModule: 'kysely-functions',
      Expression: 'kysely-expression',
      RawBuilder: 'kysely-expression',
      ExpressionWrapper: 'kysely-expression',
      AliasedRawBuilder: 'kysely-expression',
      ...Object.fromEntries(builders.map((b) => [b, 'kysely-builder' as const])),
    },
  },
  { path: /\/node_modules\/(@types\/)?pg(-pool)?\//, kinds: { Pool: 'pg', Client: 'pg', ClientBase: 'pg', PoolClient: 'pg' } },
  { path: /\/node_modules\/postgres\//, kinds: { Sql: 'postgres-js', TransactionSql: 'postgres-js', ReservedSql: 'postgres-js', ISql: 'postgres-js' } },
];

/** Of a type declared by the package itself: a type of the project's own may have the name, and promises nothing. */
const scopedKind = (symbol: ts.Symbol): PromisingKind | undefined =>
  Object.hasOwn(scopedKinds, symbol.name) && symbol.declarations?.some((d) => isOfScopedKysely(d.getSourceFile().fileName)) ? scopedKinds[symbol.name] : undefined;

const declaredKind = (symbol: ts.Symbol | undefined): HandleKind | undefined => {
  const file = symbol?.declarations?.[0]?.getSourceFile().fileName;
  if (!symbol || file === undefined) return undefined;
  const scoped = scopedKind(symbol);
  if (scoped !== undefined) return scoped;
  return libraries.find((l) => l.path.test(file))?.kinds[symbol.name];
};

/** Parts of a type that may make it a handle: members of unions and intersections, constraints, base types. */
const parts = (type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] => {
  if (type.isUnionOrIntersection()) return type.types;
  if (type.flags & ts.TypeFlags.TypeParameter) {
    const constraint = checker.getBaseConstraintOfType(type);
    return constraint && constraint !== type ? [constraint] : [];
  }
  const target = (type as ts.TypeReference).target ?? type;
  return target.isClassOrInterface() ? (checker.getBaseTypes(target)) : [];
};

const isNullish = (type: ts.Type): boolean => (type.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void)) !== 0;

/** What a type is when its parts are these: a plain handle among them counts, and a promise holds only where each alternative makes it. */
const together = (type: ts.Type, kinds: readonly (HandleKind | undefined)[]): HandleKind | undefined => {
  const known = kinds.filter((k) => k !== undefined);
  const [only] = known;
  const plain = known.find((k) => !isPromising(k));
  if (plain !== undefined || only === undefined) return plain;
  const certain = known.every((k) => k === only) && (!type.isUnion() || known.length === kinds.length);
  return certain ? only : 'scoped-kysely-perhaps';
};

/** The handle a type is or contains, following unions, constraints and heritage. */
export const createHandleFinder = (checker: ts.TypeChecker) => {
  const cache = new Map<ts.Type, HandleKind | undefined>();
  const find = (type: ts.Type, depth: number): HandleKind | undefined => {
    if (cache.has(type)) return cache.get(type);
    cache.set(type, undefined);
    let kind = declaredKind(type.symbol);
    if (kind === undefined && depth < 8) kind = together(type, parts(type, checker).filter((p) => !isNullish(p)).map((p) => find(p, depth + 1)));
    cache.set(type, kind);
    return kind;
  };
  return (type: ts.Type): HandleKind | undefined => find(type, 0);
};
