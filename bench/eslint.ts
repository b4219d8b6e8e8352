// What our rules cost in ESLint. Each measurement is a process of its own; each ratio is of one process.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const run = (script: string, ...args: readonly string[]): unknown =>
  JSON.parse(execFileSync(process.execPath, ['--conditions=source', fileURLToPath(new URL(`eslint/${script}.ts`, import.meta.url)), ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

const orders: readonly (readonly [what: string, sets: readonly string[]])[] = [
  ['in one run with theirs before ours', ['both']],
  ['in one run with ours before theirs', ['reversed']],
  ['after a run of theirs over the same file, types warm', ['theirs', 'ours']],
];

console.log("Our rules' share of the rules' time, with typescript-eslint's recommended-type-checked, on fixtures/apps/orderly:");
for (const [what, sets] of orders) {
  const { ours, theirs } = run('share', ...sets) as { readonly ours: number; readonly theirs: number };
  console.log(`  ${percent(ours, ours + theirs).padStart(7)}  ${what} (ours ${ours.toFixed(0)} ms, theirs ${theirs.toFixed(0)} ms)`);
}

console.log('Our rules for one keystroke, 200 of them:');
for (const leaks of [0, 5, 20]) {
  const { lines, findings, median, late } = run('keystrokes', String(leaks)) as { readonly lines: number; readonly findings: number; readonly median: number; readonly late: number };
  console.log(`  ${median.toFixed(1).padStart(6)} ms median, ${late.toFixed(1)} ms at the 95th percentile: ${lines} lines, ${findings} findings`);
}
