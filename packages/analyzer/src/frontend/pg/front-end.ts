import { defineFrontEnd } from '../front-end.ts';
import { PgClient } from './client.ts';

export const pg = defineFrontEnd({
  name: 'pg',
  modules: /^(@types\/)?pg(-pool)?(\/|$)/,
  declares: (file) => /\/node_modules\/(@types\/)?pg(-pool)?\//.test(file),
  types: { Pool: 'pg', Client: 'pg', ClientBase: 'pg', PoolClient: 'pg' },
  methods: { pg: ['query', 'connect'] },
  valueOf: () => new PgClient(),
  weak: ['query'],
  starts: { pg: ['query'] },
  handles: ['pg'],
});
