import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { project, repository, runMain } from '@tenantscope/testing';
import { ESLint, type Linter } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';
import tenantscope from '../../index.ts';

const orders = `import { db } from './db.ts';

export const ordersOf = (tenant: string) =>
  db.selectFrom('orders').selectAll().where('tenant_id', '=', tenant).execute();
`;

const db = `import { Kysely } from 'kysely';
export interface Request { readonly body: { readonly tenant: string } }
export declare function requireTenant(request: Request): string;
interface DB { orders: { id: string; tenant_id: string }; customers: { id: string; tenant_id: string } }
export declare const db: Kysely<DB>;
`;

const callWith = (tenant: string): string => `import { type Request, requireTenant } from './db.ts';
import { ordersOf } from './orders.ts';
export const handle = (request: Request) => [requireTenant, ordersOf(${tenant})];
`;

/** A project of three files, in one of which a function is given its tenant by another. */
const create = (tenant: string): string => {
  const directory = project({
    'package.json': '{ "type": "module" }',
    'tsconfig.json': '{ "compilerOptions": { "strict": true, "noUncheckedIndexedAccess": true, "module": "nodenext", "allowImportingTsExtensions": true, "noEmit": true, "types": [], "skipLibCheck": true }, "include": ["src"] }',
    'tenantscope.config.json': '{ "tenant": { "column": "tenant_id", "sources": ["src/db.ts#requireTenant"] } }',
    'src/db.ts': db,
    'src/orders.ts': orders,
    'src/caller.ts': callWith(tenant),
  });
  mkdirSync(join(directory, 'node_modules'));
  symlinkSync(join(repository, 'packages/eslint-plugin/node_modules/kysely'), join(directory, 'node_modules/kysely'));
  return directory;
};

const check = async (directory: string): Promise<void> => {
  const { code, stderr } = await runMain('packages/cli/src/main.ts', ['check', directory]);
  if (code !== 0 && code !== 1) throw new Error(stderr);
};

/** What all rules say of the file, as `line rule: message`. */
const lint = async (directory: string, text = orders, config: 'recommended' | 'strict' = 'recommended') => {
  const eslint = new ESLint({ cwd: directory, overrideConfigFile: true, overrideConfig: [...tenantscope.configs[config]] as Linter.Config[] });
  const [result] = await eslint.lintText(text, { filePath: join(directory, 'src/orders.ts') });
  return (result?.messages ?? []).map(({ ruleId, severity, line, message }) => ({ rule: ruleId?.replace('tenantscope/', ''), severity, line, message }));
};

const today = new Date().toISOString().slice(0, 10);
const allowed = orders.replace('  db.', '  // tenantscope-allow no-untrusted-tenant accepted-risk: the gateway has checked the body\n  db.');

describe('pending-query', () => {
  it('says that nothing has judged the query, and what the file shows', async () => {
    expect(await lint(create('requireTenant(request)'))).toEqual([
      {
        rule: 'pending-query',
        severity: 1,
        line: 4,
        message: expect.stringMatching(/^Pending: who calls this decides whose rows it reaches, and `tenantscope check` has not judged it yet\. In this file: .*parameter tenant/) as string,
      },
    ]);
  });

  it('is an error for those who want all of it', async () => {
    expect(await lint(create('requireTenant(request)'), orders, 'strict')).toMatchObject([{ rule: 'pending-query', severity: 2 }]);
  });

  it('leaves what the file decides to the other rules', async () => {
    const directory = create('requireTenant(request)');
    writeFileSync(join(directory, 'src/caller.ts'), 'export {};\n');
    expect(await lint(directory)).toMatchObject([{ rule: 'no-unproven-query' }]);
    expect(await lint(directory, orders.replace(".where('tenant_id', '=', tenant)", ''))).toMatchObject([{ rule: 'no-unscoped-query' }]);
  });

  describe('after a check that has proved it', () => {
    let directory: string;
    beforeAll(async () => {
      directory = create('requireTenant(request)');
      await check(directory);
    });

    it('is quiet', async () => {
      expect(await lint(directory)).toEqual([]);
    });

    it('is quiet where the query has moved', async () => {
      expect(await lint(directory, `// moved\n${orders}`)).toEqual([]);
    });

    it('takes a query with another text for a new one', async () => {
      expect(await lint(directory, orders.replace("'orders'", "'customers'"))).toMatchObject([{ rule: 'pending-query', message: expect.stringMatching(/has not judged it yet/) as string }]);
    });

    it('takes it for a new one when the code around it has changed', async () => {
      expect(await lint(directory, orders.replace('(tenant: string)', '(other: string, tenant = other)'))).toMatchObject([{ rule: 'pending-query', message: expect.stringMatching(/has not judged it yet/) as string }]);
    });

    it('does not call a comment unused that callers may need', async () => {
      expect(await lint(directory, allowed)).toEqual([]);
    });
  });

  describe('after a check that has refused it', () => {
    let directory: string;
    beforeAll(async () => {
      directory = create('request.body.tenant');
      await check(directory);
    });

    it('goes on when a comment answers for what another rule finds here', async () => {
      const other = orders.replace('  db.', '  // tenantscope-allow no-unproven-query accepted-risk: the gateway has checked the body\n  db.');
      expect(await lint(directory, other)).toMatchObject([{ rule: 'pending-query', message: expect.stringContaining('(no-untrusted-tenant)') as string }]);
    });

    it('repeats what was found, with the day', async () => {
      expect(await lint(directory)).toEqual([
        {
          rule: 'pending-query',
          severity: 1,
          line: 4,
          message: expect.stringMatching(new RegExp(`^Who calls this decides whose rows it reaches; at the last check \\(${today}\\): rows of orders .*request\\.body.* \\(no-untrusted-tenant\\)\\.$`)) as string,
        },
      ]);
    });

    it('is answered for by a comment', async () => {
      expect(await lint(directory, allowed)).toEqual([]);
    });

    it('is not answered for by a comment without a reason', async () => {
      const reports = await lint(directory, allowed.replace(': the gateway has checked the body', ':'));
      expect(reports.map((r) => r.rule).sort()).toEqual(['invalid-suppression', 'pending-query']);
    });
  });
});
