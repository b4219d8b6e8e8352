import { defineFrontEnd } from '../front-end.ts';
import { isWrittenClient } from './alike.ts';
import { PgClient } from './client.ts';

const declares = (file: string): boolean => /\/node_modules\/(@types\/)?pg(-pool)?\//.test(file);

export const pg = defineFrontEnd({
  name: 'pg',
  modules: /^(@types\/)?pg(-pool)?(\/|$)/,
  declares,
  types: { Pool: 'pg', Client: 'pg', ClientBase: 'pg', PoolClient: 'pg' },
  methods: { pg: ['query', 'connect'] },
  valueOf: () => new PgClient(),
  alike: (type, method, reader) => (method === 'query' && isWrittenClient(type, reader, declares) ? 'pg' : undefined),
  weak: ['query'],
  starts: { pg: ['query'] },
  handles: ['pg'],
});
