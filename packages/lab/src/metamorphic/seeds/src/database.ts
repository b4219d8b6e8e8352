import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { type TenantId } from './auth/tenant.ts';

interface Order { readonly id: string; readonly tenant_id: TenantId; readonly customer_id: string; readonly status: string; readonly total: number }
interface Customer { readonly id: string; readonly tenant_id: TenantId; readonly email: string; readonly name: string }
interface Tag { readonly id: string; readonly tenant_id: TenantId; readonly label: string }
interface Country { readonly code: string; readonly name: string }

export interface DB {
  readonly orders: Order;
  readonly customers: Customer;
  readonly tags: Tag;
  readonly countries: Country;
}
export type Database = Kysely<DB>;

export function ordersOf(db: Database, tenantId: TenantId) {
  return db.selectFrom('orders').where('orders.tenant_id', '=', tenantId);
}

export function ordersIn(tenantId: TenantId) {
  return <O>(query: SelectQueryBuilder<DB, 'orders', O>) => query.where('orders.tenant_id', '=', tenantId);
}

export function ownedBy(table: string, tenantId: TenantId) {
  return sql<boolean>`${sql.ref(`${table}.tenant_id`)} = ${tenantId}`;
}
