import { defineFrontEnd } from '../front-end.ts';
import { fragmentKind, PostgresHandle } from './sql.ts';

export const postgresJs = defineFrontEnd({
  name: 'postgres.js',
  modules: /^postgres(\/|$)/,
  declares: (file) => file.includes('/node_modules/postgres/'),
  types: { Sql: 'postgres-js', TransactionSql: 'postgres-js', ReservedSql: 'postgres-js', ISql: 'postgres-js', PendingQuery: fragmentKind, Helper: fragmentKind },
  methods: { 'postgres-js': ['``', 'unsafe', 'begin', 'savepoint', 'reserve', 'file', '()'] },
  valueOf: (kind) => (kind === 'postgres-js' ? new PostgresHandle() : undefined),
  weak: ['unsafe', 'file', '``'],
  starts: { 'postgres-js': ['``', 'unsafe', 'file'] },
  handles: ['postgres-js'],
});
