import { spawn } from 'node:child_process';
import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandLine, databaseProject, node } from './run.ts';

const plain = (table: string): string => `import { pool } from '${table === 'deep' ? '../' : './'}db.js';\nexport const ${table} = () => pool.query('select * from countries');\n`;

const files = {
  'src/db.ts': "import { Pool } from 'pg';\nexport const pool = new Pool();\n",
  'src/a.ts': plain('a'),
  'src/b.ts': plain('b'),
  'src/deep/c.ts': plain('deep'),
  'tenantscope.config.json': JSON.stringify({ tenant: { column: 'tenant_id' }, tables: { shared: ['countries'] }, schema: { migrations: 'migrations/*.sql' } }),
  'migrations/1.sql': 'create table countries (code text primary key);\n',
  'migrations/2.sql': 'create table orders (id int primary key, tenant_id uuid not null);\n',
};

/** A disk on which one path gives an error, for a process that is started with it. */
const fault = `import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
for (const name of ['readFileSync', 'openSync', 'readdirSync']) {
  const original = fs[name];
  fs[name] = Object.assign(function (path, ...rest) {
    if (path === process.env.FAULT) throw Object.assign(new Error(\`EACCES: permission denied, \${name} '\${path}'\`), { code: 'EACCES' });
    return original.call(this, path, ...rest);
  }, original);
}
syncBuiltinESMExports();
`;

describe('an input that is there and cannot be read', () => {
  let cwd = '';
  beforeAll(() => {
    cwd = databaseProject(files);
    writeFileSync(join(cwd, 'fault.mjs'), fault);
  });

  const check = (path: string): Promise<{ readonly code: number | null; readonly output: string }> =>
    new Promise((done, reject) => {
      const at = join(cwd, path);
      const child = spawn(node, ['--import', join(cwd, 'fault.mjs'), ...commandLine(['check', '--no-store'])], { cwd, env: { ...process.env, FAULT: existsSync(at) ? realpathSync(at) : at, NO_COLOR: '1' } });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.on('error', reject);
      child.on('close', (code) => {
        done({ code, output });
      });
    });

  it('is what makes the difference', async () => {
    expect(await check('nothing')).toEqual({ code: 0, output: '3 query sites: 3 scoped, 0 unscoped, 0 unproven, 0 suppressed, 0 unreadable (100.0 % proved)\n' });
  });

  it.each<[string, string, number, string]>([
    ['a source', 'src/b.ts', 3, 'src/b.ts  not read  it cannot be read (EACCES: permission denied)'],
    ['a folder of sources', 'src/deep', 3, 'src/deep  not read  it cannot be read (EACCES: permission denied)'],
    ['types of a library', 'node_modules/@types/pg/index.d.ts', 3, 'not read  it cannot be read'],
    ['a migration', 'migrations/1.sql', 3, 'migrations/1.sql'],
    ['the configuration', 'tenantscope.config.json', 2, 'tenantscope.config.json cannot be loaded'],
    ['the tsconfig', 'tsconfig.json', 2, 'tsconfig.json cannot be read'],
  ])('never ends 0: %s', async (_, path, code, message) => {
    const outcome = await check(path);
    expect(outcome.output).toContain(message);
    expect(outcome.code).toBe(code);
  });
});
