export type TenantId = string & { readonly tenant: unique symbol };

export interface AuthContext {
  readonly tenantId: TenantId;
  readonly userId: string;
}

export interface Request {
  readonly body: Record<string, string>;
  readonly query: Record<string, string>;
}

export declare function requireTenant(request: Request): TenantId;
export declare function assertMember(tenant: string): asserts tenant is TenantId;
