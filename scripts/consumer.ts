// Installs the packed packages into an empty project, as a user would, and uses each: the commands, imports from ES modules and
// from CommonJS, and the types under `node16` and `bundler`. `node scripts/consumer.ts <folder with the tarballs>`
import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { spawnSync } from 'node:child_process';

const [packed = ''] = process.argv.slice(2);
const project = mkdtempSync(join(tmpdir(), 'tenantscope-consumer-'));
process.once('exit', () => {
  rmSync(project, { recursive: true, force: true });
});

const run = (command: string, args: readonly string[], code = 0): string => {
  const { status, stdout, stderr } = spawnSync(command, [...args], { cwd: project, encoding: 'utf8', shell: process.platform === 'win32' });
  if (status === code) return stdout;
  console.error(`${command} ${args.join(' ')} ended ${String(status)} and not ${code}\n${stdout}${stderr}`);
  process.exit(1);
};

const write = (file: string, text: string): void => {
  writeFileSync(join(project, file), text);
};

const tarballs = readdirSync(packed).filter((f) => f.endsWith('.tgz')).map((f) => resolve(packed, f));
if (tarballs.length === 0) throw new Error(`${packed} holds no package`);

write('package.json', '{ "name": "consumer", "private": true }');
run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs, 'kysely', 'pg', '@types/pg', 'typescript@6', 'eslint', '@types/node']);

const names = ['tenantscope', 'rls-audit', 'scoped-kysely', 'eslint-plugin-tenantscope', '@tenantscope/core', '@tenantscope/analyzer', '@tenantscope/oracle'];
write('esm.mjs', names.map((n, i) => `import * as m${i} from '${n}';\nif (Object.keys(m${i}).length === 0) throw new Error('${n} exports nothing');`).join('\n'));
// Node.js lets CommonJS require ES modules since 20.19. The plugin says instead how a configuration in CommonJS takes it.
write('commonjs.cjs', names.filter((n) => n !== 'eslint-plugin-tenantscope').map((n) => `if (Object.keys(require('${n}')).length === 0) throw new Error('${n} exports nothing');`).join('\n'));
for (const file of ['esm.mjs', 'commonjs.cjs']) run(process.execPath, [file]);

write('types.mts', `import tenantscope from 'eslint-plugin-tenantscope';\nimport { defineConfig } from 'tenantscope';\nimport { prove } from '@tenantscope/core';\nexport const uses: readonly unknown[] = [tenantscope.configs.recommended, defineConfig({ tenant: { column: 'tenant_id' } }), prove];\n`);
const compile = (module: string, resolution: string): string => run('npx', ['tsc', '--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2023', '--types', 'node', '--module', module, '--moduleResolution', resolution, 'types.mts']);
compile('node16', 'node16');
compile('preserve', 'bundler');

write('orders.sql', 'select * from orders where tenant_id = $1;');
run('npx', ['tenantscope', 'prove', '--trusted', '$1', 'orders.sql']);
run('npx', ['rls-audit', '--version']);

const expectText = (text: string, part: string): void => {
  if (text.includes(part)) return;
  console.error(`expected ${part} in\n${text}`);
  process.exit(1);
};
write('schema.sql', 'create table orders (id int primary key, tenant_id uuid not null);');
const explain = (): string => run('npx', ['tenantscope', 'explain', '--schema', 'schema.sql', '--trusted', '$1', '--sql', 'select * from orders'], 1);
expectText(explain(), 'These rows of other tenants reach tenant A');
// It comes with rls-audit; whoever has tenantscope alone is told what to install.
renameSync(join(project, 'node_modules/@electric-sql'), join(project, 'electric-sql'));
expectText(explain(), 'npm install --save-dev @electric-sql/pglite');
write('tsconfig.json', '{ "compilerOptions": { "strict": true, "module": "nodenext" }, "files": ["leak.ts"] }');
write('leak.ts', "import { Pool } from 'pg';\nexport const all = () => new Pool().query('select * from orders');\n");
// A leak, found.
run('npx', ['tenantscope', 'check'], 1);
console.log(`${tarballs.length} packages installed and used`);
