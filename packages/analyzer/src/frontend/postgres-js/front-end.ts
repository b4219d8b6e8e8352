import { defineFrontEnd } from '../front-end.ts';
import { isWrittenSql } from './alike.ts';
import { fragmentKind, PostgresHandle } from './sql.ts';

const methods = ['``', 'unsafe', 'begin', 'savepoint', 'reserve', 'file', '()'];

export const postgresJs = defineFrontEnd({
  name: 'postgres.js',
  modules: /^postgres(\/|$)/,
  declares: (file) => file.includes('/node_modules/postgres/'),
  types: { Sql: 'postgres-js', TransactionSql: 'postgres-js', ReservedSql: 'postgres-js', ISql: 'postgres-js', PendingQuery: fragmentKind, Helper: fragmentKind },
  methods: { 'postgres-js': methods },
  valueOf: (kind) => (kind === 'postgres-js' ? new PostgresHandle() : undefined),
  alike: (type, method, reader) => (methods.includes(method) && isWrittenSql(type, reader) ? 'postgres-js' : undefined),
  weak: ['unsafe', 'file', '``'],
  starts: { 'postgres-js': ['``', 'unsafe', 'file'] },
  handles: ['postgres-js'],
});
