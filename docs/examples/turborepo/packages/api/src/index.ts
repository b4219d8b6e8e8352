import { largeOrders, ordersOf, pool } from '@example/db';
import { tenantOf } from './session.ts';

export const listOrders = async (request: Request) => (await ordersOf(tenantOf(request))).rows;

export const listLargeOrders = async (request: Request) => (await pool.query(largeOrders, [tenantOf(request), 1000])).rows;
