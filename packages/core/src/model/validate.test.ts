import { describe, expect, it } from 'vitest';
import { validateConfiguration } from './validate.ts';

const errorsOf = (input: unknown): readonly string[] => {
  const result = validateConfiguration(input);
  return 'errors' in result ? result.errors.map((e) => `${e.path}: ${e.message}`) : [];
};

describe('validateConfiguration', () => {
  it('accepts the configuration of the design page', () => {
    const configuration = {
      tenant: {
        column: { default: 'tenant_id', overrides: { projects: 'org_id' } },
        root: 'tenants.id',
        types: ['TenantId', 'AuthContext.tenantId'],
        sources: ['src/auth.ts#requireTenant'],
        guards: ['src/auth.ts#assertMember'],
        provenance: 'callers',
        setting: 'app.current_tenant',
        functions: ['app.current_tenant'],
        members: ['members(tenant_id, user_id)', 'app.accounts( id , owner_id )'],
      },
      tables: { shared: ['countries', 'billing.plans'], via: { order_items: 'orders(order_id)' }, public: { posts: 'is_public' } },
      naming: 'camelCase',
      schema: { types: 'src/db.ts#DB', migrations: 'migrations/*.sql', snapshot: 'schema.json' },
      database: { runtimeRoles: ['app_rw'] },
    };
    expect(validateConfiguration(configuration)).toEqual({ configuration });
  });

  it('accepts an empty configuration, a $schema key and keys that are undefined', () => {
    expect(validateConfiguration({})).toEqual({ configuration: {} });
    expect(validateConfiguration({ $schema: './configuration.schema.json', tenant: { column: undefined } })).toEqual({ configuration: { tenant: {} } });
  });

  it.each<[string, unknown, readonly string[]]>([
    ['a misspelt key', { tenant: { colum: 'x' } }, ['tenant.colum: unknown key "colum"; did you mean "column"?']],
    ['a misspelt section', { tenants: {} }, ['tenants: unknown key "tenants"; did you mean "tenant"?']],
    ['a key unlike any', { zebra: 1 }, ['zebra: unknown key "zebra"; the valid keys are tenant, tables, naming, schema, database']],
    ['a misspelt key in an override', { tenant: { column: { defualt: 'x' } } }, [
      'tenant.column.default: the key "default" is missing',
      'tenant.column.defualt: unknown key "defualt"; did you mean "default"?',
    ]],
    ['a wrong type', { tables: { shared: 'countries' } }, ['tables.shared: must be a list, not the string "countries"']],
    ['a wrong type in a list', { tables: { shared: ['a', 3] } }, ['tables.shared[1]: must be a string, not the number 3']],
    ['neither of two types', { tenant: { column: 3 } }, ['tenant.column: must be a string or an object, not the number 3']],
    ['a wrong type in one of two', { schema: { migrations: [1] } }, ['schema.migrations[0]: must be a string, not the number 1']],
    ['an empty name', { tenant: { column: '' } }, ['tenant.column: must not be empty, not the string ""']],
    ['members without a user', { tenant: { members: ['members(tenant_id)'] } }, [
      'tenant.members[0]: must have the form "table(tenant column, user column)", for example "members(tenant_id, user_id)", not the string "members(tenant_id)"',
    ]],
    ['via without a column', { tables: { via: { order_items: 'orders.order_id' } } }, [
      'tables.via.order_items: must have the form "parent(column)", for example "orders(order_id)", not the string "orders.order_id"',
    ]],
    ['a root without a column', { tenant: { root: 'tenants' } }, ['tenant.root: must have the form "table.column", for example "tenants.id", not the string "tenants"']],
    ['a source without a name', { tenant: { sources: ['src/auth.ts'] } }, [
      'tenant.sources[0]: must have the form "file#name", for example "src/auth.ts#requireTenant", not the string "src/auth.ts"',
    ]],
    ['an unknown choice', { tenant: { provenance: 'caller' } }, ['tenant.provenance: must be "callers" or "names", not the string "caller"; did you mean "callers"?']],
    ['not an object', 'tenant_id', [': must be an object, not the string "tenant_id"']],
    ['a promise', Promise.resolve({}), [': must be a plain object, not a promise']],
    ['a list for an object', { tables: [] }, ['tables: must be a plain object, not a list']],
    ['a list for a table of names', { tables: { via: ['orders(order_id)'] } }, ['tables.via: must be a plain object, not a list']],
    ['nothing', undefined, [': must be an object, not undefined']],
  ])('%s', (_, input, expected) => {
    expect(errorsOf(input)).toEqual(expected);
  });
});
