import { defineFrontEnd } from '../front-end.ts';
import { handleNames, rootMethods } from '../kysely/handle.ts';
import { MintTenantId } from './database.ts';
import { doubtful, types } from './kinds.ts';
import { isOfScopedKysely } from './package.ts';
import { databaseOf, promised } from './typed.ts';

const mintTenantId = new MintTenantId();
const names = [...handleNames];
const starts = [...rootMethods, 'executeQuery'];

export const scopedKysely = defineFrontEnd({
  name: 'scoped-kysely',
  modules: /^scoped-kysely(\/|$)/,
  declares: isOfScopedKysely,
  types,
  doubtful,
  moduleOf: (file) => (isOfScopedKysely(file) ? 'scoped-kysely' : undefined),
  methods: { 'scoped-kysely': names, [doubtful]: names, 'cross-tenant-kysely': [...names, 'raw'], 'scoped-kysely-transaction-builder': ['execute', 'setIsolationLevel', 'setAccessMode'] },
  valueOf: promised,
  memberOf: databaseOf,
  global: (module, name) => (module === 'scoped-kysely' && name === 'mintTenantId' ? mintTenantId : undefined),
  // An escape counts by itself.
  weak: ['crossTenant', 'raw'],
  starts: { 'scoped-kysely': starts, [doubtful]: starts, 'cross-tenant-kysely': [...starts, 'raw'] },
  handles: ['scoped-kysely', 'cross-tenant-kysely', doubtful],
});
