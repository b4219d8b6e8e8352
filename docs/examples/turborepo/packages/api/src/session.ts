import type { TenantId } from '@example/db';

/** The tenant of a request whose token was verified before it came here. */
export const tenantOf = (request: Request): TenantId => request.headers.get('x-verified-tenant') as TenantId;
