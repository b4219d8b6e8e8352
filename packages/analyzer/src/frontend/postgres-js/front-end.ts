import { defineFrontEnd } from '../front-end.ts';
import { PostgresHandle } from './sql.ts';

export const postgresJs = defineFrontEnd({
  name: 'postgres.js',
  modules: /^postgres(\/|$)/,
  declares: (file) => file.includes('/node_modules/postgres/'),
  types: { Sql: 'postgres-js', TransactionSql: 'postgres-js', ReservedSql: 'postgres-js', ISql: 'postgres-js' },
  methods: { 'postgres-js': ['``', 'unsafe', 'begin', 'savepoint', 'reserve', 'file', '()'] },
  valueOf: () => new PostgresHandle(),
  weak: ['unsafe', 'file', '``'],
  starts: { 'postgres-js': ['``', 'unsafe', 'file'] },
  handles: ['postgres-js'],
});
