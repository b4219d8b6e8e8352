// The gate, as it is published, against the compiler and a rule that asks for types:
//   npx pnpm@12 bench:check                        two generated products, one ten times the other
//   npx pnpm@12 bench:check --rounds 3 DIRECTORY   a project with its dependencies installed
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from '../scripts/step.ts';
import { generatedProject, type Measured, whileEdited } from './analyze/project.ts';

interface Cost {
  readonly seconds: number;
  readonly megabytes: number;
}

interface Row {
  readonly name: string;
  /** Of the time of `tsc --noEmit`, and megabytes. */
  readonly most?: { readonly ratio: number; readonly megabytes?: number };
  readonly measure: () => Promise<Cost | undefined>;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const medianOf = (costs: readonly Cost[]): Cost => ({ seconds: median(costs.map((c) => c.seconds)), megabytes: median(costs.map((c) => c.megabytes)) });

const scratch = mkdtempSync(join(realpathSync(tmpdir()), 'tenantscope-bench-'));
process.on('exit', () => { rmSync(scratch, { recursive: true, force: true }); });

const peak = join(scratch, 'peak');
const report = join(scratch, 'report.json');
const gate = 'packages/cli/dist/main.js';

/** Undefined where the command cannot do it. `codes`: the exit codes of a run that did its work. */
const costOf = async (script: string, args: readonly string[], codes: readonly number[] = [0, 1, 3]): Promise<Cost | undefined> => {
  process.env['TENANTSCOPE_PEAK'] = peak;
  const outcome = await run('node', ['--conditions=source', '--import', resolve('bench/analyze/peak.ts'), script, ...args]);
  const isDone = codes.includes(outcome.code);
  if (!isDone && outcome.code === 2) return undefined;
  if (!isDone) throw new Error(`${script} ended with ${outcome.code}:\n${outcome.output.slice(-2000)}`);
  return { seconds: outcome.seconds, megabytes: Number(readFileSync(peak, 'utf8')) / 1e6 };
};

const check = (directory: string, ...args: readonly string[]): Promise<Cost | undefined> => costOf(gate, ['check', directory, '--format', 'json', '--output', report, ...args]);

/** A file with a query site in the middle of the project. */
const someFile = (directory: string): string => {
  const { sites } = JSON.parse(readFileSync(report, 'utf8')) as { readonly sites: readonly { readonly file: string }[] };
  return join(directory, sites[Math.floor(sites.length / 2)]?.file ?? '');
};

const rowsOf = (directory: string, edits: () => string): readonly Row[] => [
  { name: 'tsc --noEmit', measure: () => costOf('node_modules/typescript/bin/tsc', ['--noEmit', '-p', directory], [0, 1, 2]) },
  { name: 'one typed ESLint rule', measure: () => costOf('bench/analyze/typed-rule.ts', [directory]) },
  { name: 'check, TypeScript 7', most: { ratio: 0.15, megabytes: 350 }, measure: () => check(directory, '--no-store', '--backend', 'native') },
  { name: 'check, TypeScript 6', most: { ratio: 0.3, megabytes: 350 }, measure: () => check(directory, '--no-store', '--backend', 'ts-morph') },
  // What this one keeps, the next two go by. It goes by what the last round has kept.
  { name: 'check, the edit undone', measure: () => check(directory, '--backend', 'ts-morph') },
  { name: 'check, nothing changed', most: { ratio: 0.03 }, measure: () => check(directory, '--backend', 'ts-morph') },
  { name: 'check, one file edited', most: { ratio: 0.06 }, measure: () => whileEdited(someFile(directory), edits(), () => check(directory, '--backend', 'ts-morph')) },
];

const line = ({ name, most }: Row, cost: Cost | undefined, tsc: number): string => {
  if (!cost) return `  ${name.padEnd(24)} not here`;
  const ratio = cost.seconds / tsc;
  const goal = most ? `  (≤ ${most.ratio}${most.megabytes === undefined ? '' : `, ≤ ${most.megabytes} MB`})` : '';
  return `  ${name.padEnd(24)} ${cost.seconds.toFixed(2).padStart(8)} s ${ratio.toFixed(2).padStart(7)} ${cost.megabytes.toFixed(0).padStart(6)} MB${goal}`;
};

/** All take turns: what else the machine does slows each of them. */
const measure = async ({ name, directory }: Measured, rounds: number): Promise<Cost | undefined> => {
  let edit = 0;
  const rows = rowsOf(directory, () => `// ${(edit += 1)}`);
  const costs = rows.map((): Cost[] => []);
  for (let i = 0; i < rounds; i += 1)
    for (const [at, row] of rows.entries()) {
      const cost = await row.measure();
      if (cost) costs[at]?.push(cost);
    }
  const medians = costs.map((c) => (c.length === 0 ? undefined : medianOf(c)));
  console.log(`${name}, medians of ${rounds}: seconds, ratio to tsc, memory`);
  rows.forEach((row, i) => { console.log(line(row, medians[i], medians[0]?.seconds ?? Number.NaN)); });
  return medians[3];
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(values.rounds);
const build = await run('node', ['scripts/build.ts']);
if (build.code !== 0) throw new Error(build.output);
for (const path of positionals) await measure({ name: basename(resolve(path)), directory: resolve(path) }, rounds);
if (positionals.length === 0) {
  const small = await measure(generatedProject(scratch, 40_000), rounds);
  const large = await measure(generatedProject(scratch, 400_000), rounds);
  if (small && large) console.log(`ten times the code: ${(large.seconds / small.seconds).toFixed(1)} times the time (≤ 11)`);
}
