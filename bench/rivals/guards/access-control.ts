import { type ExpressionBuilder, Kysely } from 'kysely';
// Its package.json names no entry, and its types are for Kysely 0.26.
import { createAccessControlPlugin, createKyselyGrantGuard } from 'kysely-access-control/dist/index.js';
import type { Guard } from '../guard.ts';
import { owned, type Tables } from '../tables.ts';

interface Grant {
  readonly table: keyof Tables;
  readonly for: 'all' | 'select';
  readonly where?: (eb: ExpressionBuilder<Tables, keyof Tables>) => unknown;
}

const grantsOf = (tenant: string | undefined): readonly Grant[] => [
  ...owned.map((table): Grant => ({ table, for: 'all', where: (eb) => eb(`${table}.tenant_id`, '=', tenant as string) })),
  { table: 'notes', for: 'all', where: (eb) => eb('notes.account_id', 'in', eb.selectFrom('accounts').select('accounts.id').where('accounts.tenant_id', '=', tenant as string)) },
  { table: 'countries', for: 'select' },
];

export const accessControl: Guard = {
  name: 'kysely-access-control',
  note: '0.0.5, grants with a where, on Kysely 0.29 (it was made for 0.26); updates and deletes get no where',
  stamps: false,
  children: true,
  run: (dialect, tenant, body) => body(new Kysely<Tables>({ dialect, plugins: [createAccessControlPlugin(createKyselyGrantGuard<Tables>(grantsOf(tenant) as never))] })),
};
