import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from '../scripts/step.ts';
import { generatedConfiguration, generatedSources } from './analyze/generated.ts';

const rounds = 5;
const lines = 40_000;
const seed = 1;

interface Measured {
  readonly seconds: number;
  readonly megabytes: number;
}

interface Size {
  readonly tsc: Measured;
  readonly check: Measured;
}

const compilerOptions = { strict: true, target: 'es2023', lib: ['es2023'], module: 'nodenext', types: [], skipLibCheck: true, noEmit: true };

const writeProject = (folder: string, wanted: number): void => {
  mkdirSync(join(folder, 'src'), { recursive: true });
  symlinkSync(realpathSync('packages/analyzer/node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
  writeFileSync(join(folder, 'tenantscope.config.json'), JSON.stringify(generatedConfiguration));
  for (const [name, text] of generatedSources(wanted, seed)) writeFileSync(join(folder, 'src', name), text);
};

/** `code`: the exit code of a run that did its work. */
const measure = async (script: string, args: readonly string[], code: number, peak: string): Promise<Measured> => {
  process.env['TENANTSCOPE_PEAK'] = peak;
  const outcome = await run('node', ['--import', resolve('bench/analyze/peak.ts'), script, ...args]);
  if (outcome.code !== code) throw new Error(`${script} ended with ${outcome.code}:\n${outcome.output.slice(-2000)}`);
  return { seconds: outcome.seconds, megabytes: Number(readFileSync(peak, 'utf8')) / 1e6 };
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const medianOf = (runs: readonly Measured[]): Measured => ({ seconds: median(runs.map((r) => r.seconds)), megabytes: median(runs.map((r) => r.megabytes)) });

/** The two take turns: what else the machine does slows both. */
const measureSize = async (folder: string, wanted: number): Promise<Size> => {
  const project = join(folder, String(wanted));
  writeProject(project, wanted);
  const peak = join(folder, 'peak');
  const tsc: Measured[] = [];
  const check: Measured[] = [];
  for (let i = 0; i < rounds; i += 1) {
    tsc.push(await measure('node_modules/typescript/bin/tsc', ['--noEmit', '-p', project], 0, peak));
    check.push(await measure('packages/cli/dist/main.js', ['check', project, '--no-store', '--format', 'json', '--output', join(folder, 'report.json')], 1, peak));
  }
  return { tsc: medianOf(tsc), check: medianOf(check) };
};

const row = (name: string, { seconds, megabytes }: Measured): string => `  ${name.padEnd(14)} ${seconds.toFixed(2).padStart(7)} s ${megabytes.toFixed(0).padStart(6)} MB`;

const report = (name: string, { tsc, check }: Size): void => {
  console.log(`check, ${name}: ${(check.seconds / tsc.seconds).toFixed(2)} of tsc (≤ 0.30)`);
  console.log(row('tsc --noEmit', tsc));
  console.log(row('check, cold', check));
};

/** The gate, as it is published, on a generated product and on one of ten times the code, against `tsc --noEmit`: medians. */
export const benchAnalyze = async (): Promise<void> => {
  const build = await run('node', ['scripts/build.ts']);
  if (build.code !== 0) throw new Error(build.output);
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'tenantscope-analyze-'));
  try {
    const small = await measureSize(folder, lines);
    report(`${lines} generated lines`, small);
    const large = await measureSize(folder, lines * 10);
    report(`${lines * 10} generated lines`, large);
    console.log(`check, ten times the code: ${(large.check.seconds / small.check.seconds).toFixed(1)} times the time (≤ 11)`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
