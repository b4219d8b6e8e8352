declare const brand: unique symbol;
export type TenantId = string & { readonly [brand]: 'TenantId' };

export interface Auth {
  readonly tenantId: TenantId;
  readonly userId: string;
}

export const requireTenant = (token: string): Auth => ({ tenantId: token as TenantId, userId: token });
