// One process: ESLint as an editor has it, on a copy of the sample application.
import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryFile } from './generated.ts';
import { isOurs, openLinter, sum } from './lint.ts';

const fixture = new URL('../../fixtures/apps/orderly', import.meta.url).pathname;
const edits = 200;
const warmUp = 20;

const copy = (): string => {
  const directory = mkdtempSync(join(realpathSync(tmpdir()), 'tenantscope-keystrokes-'));
  cpSync(fixture, directory, { recursive: true, filter: (from) => !from.includes('node_modules') });
  symlinkSync(join(fixture, 'node_modules'), join(directory, 'node_modules'));
  return directory;
};

const percentile = (values: readonly number[], part: number): number => [...values].sort((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN;

/** Somebody types a name, a letter at a time, in the middle of the file. */
const typed = (text: string, edit: number): string => {
  const at = text.indexOf('\n\n  async ', text.length / 2);
  const name = `list${'abcdefghijklmnopqrst'.slice(0, 1 + (edit % 20))}${Math.floor(edit / 20)}`;
  return `${text.slice(0, at)}\n\n  async ${name}(auth: AuthContext) {\n    return await this.db.selectFrom('orders').select('id').where('tenant_id', '=', auth.tenantId).execute();\n  }${text.slice(at)}`;
};

const [leaks = 0, isWarm = 1] = process.argv.slice(2).map(Number);
const directory = copy();
try {
  const file = join(directory, 'src/repositories/typed.ts');
  const text = repositoryFile(`${fixture}/src/repositories`, leaks);
  writeFileSync(file, text);
  const warm = isWarm === 1 ? openLinter(directory, 'theirs') : undefined;
  const lint = openLinter(directory, 'ours');
  const times: number[] = [];
  let findings = 0;
  for (let edit = 0; edit < edits + warmUp; edit += 1) {
    const now = typed(text, edit);
    await warm?.(now, file);
    const pass = await lint(now, file);
    findings = pass.reports.filter((r) => r !== 'tenantscope/pending-query').length;
    if (edit >= warmUp) times.push(sum(Object.entries(pass.byRule).filter(isOurs).map(([, t]) => t)));
  }
  console.log(JSON.stringify({ lines: text.split('\n').length, findings, median: percentile(times, 0.5), late: percentile(times, 0.95) }));
} finally {
  rmSync(directory, { recursive: true, force: true });
}
