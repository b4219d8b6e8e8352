import { Pool } from 'pg';

export type TenantId = string & { readonly brand: 'TenantId' };

export const pool = new Pool();

export const largeOrders = 'select id, total from orders where tenant_id = $1 and total > $2';

export const ordersOf = (tenant: TenantId) => pool.query('select id, total from orders where tenant_id = $1', [tenant]);
