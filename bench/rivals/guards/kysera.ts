import { createExecutor } from '@kysera/executor';
import { defineRLSSchema, filter, rlsContext, rlsPlugin, validate } from '@kysera/rls';
import { Kysely } from 'kysely';
import type { Guard } from '../guard.ts';
import type { Tables } from '../tables.ts';

/** As its README writes them. */
const rules = {
  policies: [filter('read', ({ auth }) => ({ tenant_id: auth.tenantId })), validate('create', ({ auth, data }) => (data as { readonly tenant_id?: unknown } | undefined)?.tenant_id === auth.tenantId)],
};

const schema = defineRLSSchema<Tables>({ customers: rules, orders: rules, accounts: rules });

export const kysera: Guard = {
  name: '@kysera/rls',
  note: '0.8.8, the builder of its executor: the checks of writes are on its repositories only',
  stamps: false,
  children: false,
  run: async (dialect, tenant, body) => {
    const executor = await createExecutor(new Kysely<Tables>({ dialect }), [rlsPlugin({ schema })]);
    const auth = { userId: 'user', tenantId: tenant as string, roles: [], isSystem: false };
    return rlsContext.runAsync({ auth, timestamp: new Date() }, () => body(executor));
  },
};
