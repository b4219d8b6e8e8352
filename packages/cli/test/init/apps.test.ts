import { loadConfiguration } from '@tenantscope/command';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tenantscope } from '../run.ts';
import { copyOf, treeOf } from './project.ts';

describe('init: the sample applications', () => {
  it('finds in orderly what its own configuration says, and trusts nobody', async () => {
    const directory = copyOf('orderly', { '.git/config': '[remote "origin"]\n\turl = git@github.com:orderly/orderly.git\n' });
    const { code, stdout, stderr } = await tenantscope(['init', '--yes'], { cwd: directory });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { configuration, file } = loadConfiguration(directory, undefined);
    expect(file).toBe(join(directory, 'tenantscope.config.ts'));
    expect(configuration).toEqual({
      tenant: { column: 'tenant_id', root: 'tenants.id', setting: 'app.current_tenant', functions: ['app.current_tenant'] },
      tables: { via: { order_items: 'orders(order_id)', shipment_events: 'shipments(shipment_id)', invoice_lines: 'invoices(invoice_id)' } },
      schema: { migrations: 'migrations/*.sql' },
      database: { runtimeRoles: ['app_rw'] },
    });
    const text = treeOf(directory)['tenantscope.config.ts'] ?? '';
    for (const name of ['countries', 'currencies', 'plans', 'tax_rates', 'TenantId', 'AuthContext.tenantId', 'src/auth/session.ts#requireTenant', 'src/auth/tickets.ts#openTicket', 'src/auth/guards.ts#assertMember']) expect(text).toMatch(new RegExp(`//.*'${name}'`));
    expect(stdout).toMatch(/\d+ query sites: \d+ scoped/);
    expect(stdout).toContain('npx tenantscope explain src/');
  });

  it('changes nothing the second time', async () => {
    const directory = copyOf('orderly', { '.gitlab-ci.yml': 'stages: [test]\n' });
    expect((await tenantscope(['init', '--yes'], { cwd: directory })).code).toBe(0);
    const first = treeOf(directory);
    const again = await tenantscope(['init', '--yes'], { cwd: directory });
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing was written') as string });
    expect(treeOf(directory)).toEqual(first);
    expect(first['.gitlab-ci.yml']).toBe('stages: [test]\n');
    expect(Object.keys(first)).toContain('.gitlab/tenantscope.yml');
  });

  it('finds in gatehouse two folders of migrations, and a handle that is scoped', async () => {
    const directory = copyOf('gatehouse');
    mkdirSync(join(directory, '.github/workflows'), { recursive: true });
    const { code, stdout } = await tenantscope(['init', '--yes'], { cwd: directory });
    expect(code).toBe(0);
    expect(loadConfiguration(directory, undefined).configuration).toMatchObject({
      tenant: { column: 'tenant_id', root: 'tenants.id', setting: 'app.current_tenant' },
      tables: { via: { order_items: 'orders(order_id)' } },
      schema: { migrations: ['migrations/control/*.sql', 'migrations/tenant/*.sql'] },
      database: { runtimeRoles: ['gatehouse_audit', 'gatehouse_app', 'gatehouse_ops'] },
    });
    expect(stdout).toContain('scoped-kysely');
  });
});
