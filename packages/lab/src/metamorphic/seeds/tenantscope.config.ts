export default {
  tenant: {
    column: 'tenant_id',
    root: 'tenants.id',
    types: ['TenantId', 'Auth.tenantId'],
    sources: ['src/auth/tenant.ts#requireTenant'],
    provenance: 'callers',
    setting: 'app.current_tenant',
  },
  tables: { shared: ['countries'] },
};
