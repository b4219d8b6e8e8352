import { spelled } from '../../flow/origin.ts';
import { scalar } from '../../flow/value.ts';
import { defineFrontEnd } from '../front-end.ts';
import { Methods } from './callable.ts';
import { handleOf } from './drizzle.ts';
import { drizzleGlobal } from './globals.ts';
import { handleNames, queryBuilder, startNames } from './handle.ts';
import { hole } from './part.ts';
import { relationalTable } from './relational.ts';
import { declaredTables } from './schema.ts';
import { Sql } from './sql.ts';
import { isChange, mentionsChange } from './starts.ts';

const inPackage = /\/node_modules\/drizzle-orm\//;

/** Other databases: their folders have functions and types of the same names. */
const others = /\/(mysql-core|mysql2|mysql-proxy|planetscale-serverless|tidb-serverless|sqlite-core|sqlite-proxy|better-sqlite3|bun-sqlite|libsql|d1|durable-sqlite|expo-sqlite|op-sqlite|sql-js|gel|gel-core|singlestore|singlestore-core|singlestore-proxy|mssql-core|cockroach-core)(\/|$)/;

const starts = startNames.filter((name) => name !== 'with');

/** A query of another database is none of PostgreSQL. */
const otherHandle = new Methods((name, args, run) => {
  if (startNames.includes(name)) run.log.lose({ node: args.call }, run.entry, 'the query is of another database than PostgreSQL', 'unproven-statement');
  return scalar(args.call);
});

export const drizzle = defineFrontEnd({
  name: 'Drizzle',
  modules: /^drizzle-orm(\/|$)/,
  declares: (file) => inPackage.test(file),
  types: {
    PgDatabase: 'drizzle',
    MySqlDatabase: 'drizzle-other',
    BaseSQLiteDatabase: 'drizzle-other',
    SingleStoreDatabase: 'drizzle-other',
    GelDatabase: 'drizzle-other',
    QueryBuilder: 'drizzle-query-builder',
    RelationalQueryBuilder: 'drizzle-relational',
    PgSelectBuilder: 'drizzle-start',
    PgInsertBuilder: 'drizzle-start',
    PgUpdateBuilder: 'drizzle-start',
    PgSelectBase: 'drizzle-query',
    PgSelectQueryBuilderBase: 'drizzle-query',
    PgInsertBase: 'drizzle-query',
    PgUpdateBase: 'drizzle-query',
    PgDeleteBase: 'drizzle-query',
    PgRelationalQuery: 'drizzle-query',
    PgCountBuilder: 'drizzle-query',
    PgRaw: 'drizzle-query',
    SQL: 'drizzle-sql',
    SQLWrapper: 'drizzle-sql',
    Aliased: 'drizzle-sql',
    Column: 'drizzle-sql',
    Table: 'drizzle-sql',
    View: 'drizzle-sql',
    Subquery: 'drizzle-sql',
    Placeholder: 'drizzle-sql',
    Param: 'drizzle-sql',
    Name: 'drizzle-sql',
  },
  isUnread: (specifier, from) => inPackage.test(from) && specifier.startsWith('.') && others.test(`/${specifier}`),
  moduleOf: (file) => (inPackage.test(file) && others.test(file.slice(file.lastIndexOf('/node_modules/drizzle-orm/') + '/node_modules/drizzle-orm'.length)) ? 'drizzle-orm/other' : undefined),
  methods: {
    drizzle: handleNames,
    'drizzle-other': startNames,
    'drizzle-relational': ['findMany', 'findFirst'],
    'drizzle-query-builder': ['select', 'selectDistinct', 'selectDistinctOn', 'with', '$with'],
    'drizzle-sql': ['as', 'mapWith', 'append', 'if', 'inlineParams', 'getSQL'],
  },
  valueOf: (kind, { node }, run) => {
    switch (kind) {
      case 'drizzle':
        return handleOf('unknown');
      case 'drizzle-other':
        return otherHandle;
      case 'drizzle-query-builder':
        return queryBuilder;
      case 'drizzle-relational':
        return relationalTable('name' in node && node.name ? (node.name as { readonly text?: string }).text ?? '?' : '?', node, run, handleOf('unknown'));
      case 'drizzle-sql':
        return new Sql([hole(`${spelled(node)} was made where it is not followed`)], node);
      default:
        return undefined;
    }
  },
  global: drizzleGlobal,
  strong: ['selectDistinctOn', '$count'],
  weak: [...starts.filter((name) => name !== '$count' && name !== 'selectDistinctOn'), 'findMany', 'findFirst'],
  starts: { drizzle: starts, 'drizzle-other': starts, 'drizzle-relational': ['findMany', 'findFirst'] },
  handles: ['drizzle'],
  schemaOf: declaredTables,
  change: { mention: mentionsChange, is: isChange },
});
