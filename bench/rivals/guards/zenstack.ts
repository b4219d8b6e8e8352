import { ZenStackClient } from '@zenstackhq/orm';
import { PolicyPlugin } from '@zenstackhq/plugin-policy';
import type { Kysely } from 'kysely';
import type { Guard } from '../guard.ts';
import type { Tables } from '../tables.ts';
import { schema } from '../zenstack/schema.ts';

export const zenstack: Guard = {
  name: 'ZenStack',
  note: "@zenstackhq/orm 3.9.4 with its policy plugin, the builder of $qb; a post-update rule holds the tenant's column",
  stamps: false,
  children: true,
  run: (dialect, tenant, body) => {
    const client = new ZenStackClient(schema, { dialect } as never) as unknown as Client;
    const guarded = client.$use(new PolicyPlugin()).$setAuth({ tenantId: tenant });
    return body(guarded.$qb);
  },
};

/** What we use of the client. */
interface Client {
  readonly $use: (plugin: PolicyPlugin) => Client;
  readonly $setAuth: (auth: { readonly tenantId: string | undefined }) => Client;
  readonly $qb: Kysely<Tables>;
}
