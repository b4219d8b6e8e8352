// What VS Code's ESLint extension does with one file, in a process of its own so that its heap can be looked at.
import { join } from 'node:path';
import { ESLint, type Linter } from 'eslint';
import tenantscope from '../../src/index.ts';

const [directory = '.', edits = '1000'] = process.argv.slice(2);
const eslint = new ESLint({ cwd: directory, overrideConfigFile: true, overrideConfig: tenantscope.configs.recommended as unknown as Linter.Config[] });

const heap = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

/** Nine of ten edits change a name only; each tenth takes the filter out or puts it back. */
const textOf = (edit: number): { readonly text: string; readonly leaks: boolean } => {
  const leaks = Math.floor(edit / 10) % 2 === 1;
  const filter = leaks ? '' : ".where('tenant_id', '=', auth.tenantId)";
  return { leaks, text: `import { db } from './db.js';\nimport type { AuthContext } from './auth.js';\nexport const orders${edit} = (auth: AuthContext) => [auth, db.selectFrom('orders').selectAll()${filter}.execute()];\n` };
};

const heaps: number[] = [];
const wrong: number[] = [];
for (let edit = 1; edit <= Number(edits); edit += 1) {
  const { text, leaks } = textOf(edit);
  const [result] = await eslint.lintText(text, { filePath: join(directory, 'src/linted.ts') });
  const rules = (result?.messages ?? []).map((m) => m.ruleId);
  if (rules.join() !== (leaks ? 'tenantscope/no-unscoped-query' : '')) wrong.push(edit);
  if (edit % 100 === 0) heaps.push(heap());
}
console.log(JSON.stringify({ wrong, heaps }));
