import { ts } from 'ts-morph';

/** What a type from a database library is to us. */
export type HandleKind =
  | 'kysely'
  | 'kysely-transaction-builder'
  | 'kysely-builder'
  | 'kysely-expression-builder'
  | 'kysely-expression'
  | 'pg'
  | 'postgres-js';

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

const declaredKind = (symbol: ts.Symbol | undefined): HandleKind | undefined => {
  const file = symbol?.declarations?.[0]?.getSourceFile().fileName;
  if (!symbol || file === undefined) return undefined;
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

/** The handle a type is or contains, following unions, constraints and heritage. */
export const createHandleFinder = (checker: ts.TypeChecker) => {
  const cache = new Map<ts.Type, HandleKind | undefined>();
  const find = (type: ts.Type, depth: number): HandleKind | undefined => {
    if (cache.has(type)) return cache.get(type);
    cache.set(type, undefined);
    let kind = declaredKind(type.symbol);
    if (kind === undefined && depth < 8)
      for (const part of parts(type, checker)) {
        kind = find(part, depth + 1);
        if (kind !== undefined) break;
      }
    cache.set(type, kind);
    return kind;
  };
  return (type: ts.Type): HandleKind | undefined => find(type, 0);
};
