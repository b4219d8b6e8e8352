import { loadConfiguration } from '@tenantscope/command';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { repository, tenantscope } from '../run.ts';
import { copyOf, treeOf } from './project.ts';

const init = (directory: string) => tenantscope(['init', '--yes'], { cwd: directory });

interface Workflow {
  readonly jobs: { readonly check: { readonly steps: readonly { readonly uses?: string; readonly with?: Readonly<Record<string, unknown>> }[] } };
}

/** What a configuration of orderly has as comments: nobody but its team can say so. */
const suggested = ['countries', 'currencies', 'plans', 'tax_rates', 'TenantId', 'AuthContext.tenantId', 'src/auth/session.ts#requireTenant', 'src/auth/tickets.ts#openTicket', 'src/auth/guards.ts#assertMember'];

describe('init: the sample applications', () => {
  it('finds in orderly what its own configuration says, trusts nobody, and changes nothing the second time', async () => {
    const directory = copyOf('orderly', { '.gitlab-ci.yml': 'stages: [test]\n', '.git/config': '' }, /\/src\/(app\.ts|routes|reports|import|export|maintenance|jobs|billing|webhooks|search|services|repositories\/(?!orders|articles))/);
    const { code, stdout, stderr } = await init(directory);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { configuration, file } = loadConfiguration(directory, undefined);
    expect(file).toBe(join(directory, 'tenantscope.config.ts'));
    expect(configuration).toEqual({
      tenant: { column: 'tenant_id', root: 'tenants.id', setting: 'app.current_tenant', functions: ['app.current_tenant'] },
      tables: { via: { order_items: 'orders(order_id)', shipment_events: 'shipments(shipment_id)', invoice_lines: 'invoices(invoice_id)' } },
      schema: { migrations: 'migrations/*.sql' },
      database: { runtimeRoles: ['app_rw'] },
    });
    const tree = treeOf(directory);
    for (const name of suggested) expect(tree['tenantscope.config.ts']).toContain(`//   '${name}',`);
    expect(tree['.gitlab-ci.yml']).toBe('stages: [test]\n');
    expect(tree['.gitlab/tenantscope.yml']).toContain('- npx tenantscope check --format json --output check.json || code=$?\n');
    expect(stdout).toMatch(/\d+ query sites: \d+ scoped/);
    expect(stdout).toContain('npx tenantscope explain src/');

    expect(stdout).toMatch(/wrote tenantscope-baseline\.json: \d+ findings\./);
    expect(await tenantscope(['check'], { cwd: directory })).toMatchObject({ code: 0 });

    expect(await init(directory)).toMatchObject({ code: 0, stdout: expect.stringContaining('Everything is there: nothing was written.') as string });
    expect(treeOf(directory)).toEqual(tree);
    rmSync(join(directory, 'tenantscope-baseline.json'));
    expect(await init(directory)).toMatchObject({ code: 0, stdout: expect.stringContaining('There is no tenantscope-baseline.json') as string });
    expect(Object.keys(treeOf(directory))).not.toContain('tenantscope-baseline.json');
  });

  it('finds in gatehouse two folders of migrations, and a handle that scopes', async () => {
    const tsconfig = '{ "compilerOptions": { "strict": true, "module": "nodenext", "noEmit": true, "allowImportingTsExtensions": true, "customConditions": ["source"] }, "include": ["src"] }';
    const directory = copyOf('gatehouse', { 'tsconfig.json': tsconfig, '.git/config': '[remote "origin"]\n\turl = git@github.com:gate/house.git\n[branch "master"]\n' });
    const { code, stdout } = await init(directory);
    expect(code).toBe(0);
    expect(loadConfiguration(directory, undefined).configuration).toEqual({
      tenant: { column: 'tenant_id', root: 'tenants.id', setting: 'app.current_tenant' },
      tables: { via: { order_items: 'orders(order_id)' } },
      schema: { migrations: ['migrations/control/*.sql', 'migrations/tenant/*.sql'] },
      database: { runtimeRoles: ['gatehouse_audit', 'gatehouse_app', 'gatehouse_ops'] },
    });
    expect(stdout).toContain('scoped-kysely (handle at src/identity/gate.ts:');
    const workflow = treeOf(directory)['.github/workflows/tenantscope.yml'] ?? '';
    expect(workflow).toContain('branches: [master]');
    expect(workflow).toContain('# migrations: "{migrations/control/*.sql,migrations/tenant/*.sql}"');
    const inputs = Object.keys((parse(readFileSync(join(repository, '.github/actions/check/action.yml'), 'utf8')) as { readonly inputs: object }).inputs);
    const [step] = (parse(workflow.replaceAll('# migrations:', 'migrations:')) as Workflow).jobs.check.steps.slice(-1);
    expect(step?.uses).toMatch(/^tenantscope\/tenantscope\/\.github\/actions\/check@/);
    expect(inputs).toEqual(expect.arrayContaining(Object.keys(step?.with ?? {})));
  });
});
