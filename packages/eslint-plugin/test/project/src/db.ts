import type { Generated, Kysely } from 'kysely';
import type { Pool } from 'pg';
import type { TenantId } from './auth.ts';

export interface DB {
  tenants: { id: TenantId; name: string };
  orders: { id: Generated<string>; tenant_id: TenantId; customer_id: string; status: string; total: number; note: string | null };
  customers: { id: Generated<string>; tenant_id: TenantId; name: string; email: string | null };
  products: { id: Generated<string>; tenant_id: TenantId; name: string };
  order_items: { id: Generated<string>; order_id: string; quantity: number };
  countries: { code: string; name: string };
}

export declare const db: Kysely<DB>;
export declare const pool: Pool;
