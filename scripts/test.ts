// Everything that must hold before a commit lands, two checks at a time. Ends with `N passed, N failed`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Outcome, run } from './step.ts';

interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

const packages = ['core', 'command', 'analyzer', 'oracle', 'rls-auditor', 'scoped-kysely', 'eslint-plugin', 'cli'];
const report = join(tmpdir(), `tenantscope-vitest-${process.pid}.json`);

const tests: Step = { name: 'tests', command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`] };

const checks: readonly Step[] = [
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'types of the fixtures', command: ['node', 'scripts/fixture-types.ts', 'fixtures/apps/orderly', 'fixtures/apps/gatehouse', 'fixtures/benchmark'] },
  { name: 'lint', command: ['eslint', '.'] },
  { name: 'import directions', command: ['depcruise', 'packages', '--config', '.dependency-cruiser.cjs', '--output-type', 'err'] },
  { name: 'unused code', command: ['knip'] },
];

const packed = mkdtempSync(join(tmpdir(), 'tenantscope-packed-'));
process.once('exit', () => {
  rmSync(packed, { recursive: true, force: true });
});

/** The file that `pnpm pack` makes of a package. */
const tarball = (name: string): string => {
  const manifest = JSON.parse(readFileSync(`packages/${name}/package.json`, 'utf8')) as { readonly name: string; readonly version: string };
  return join(packed, `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`);
};

/** Publint and attw look at what would be published, so they come after the build; both at the same tarball. */
const packaging: readonly Step[] = [
  { name: 'build', command: ['node', 'scripts/build.ts'] },
  { name: 'pack', command: ['pnpm', '--recursive', ...packages.map((name) => `--filter=./packages/${name}`), 'pack', '--pack-destination', packed, '--config.ignore-scripts=true'] },
  ...packages.flatMap((name): readonly Step[] => [
    { name: `publint ${name}`, command: ['publint', tarball(name), '--strict'] },
    { name: `attw ${name}`, command: ['attw', tarball(name), '--profile', 'esm-only'] },
  ]),
  { name: 'installed and used', command: ['node', 'scripts/consumer.ts', packed] },
];

const show = (step: Step, outcome: Outcome): boolean => {
  const passed = outcome.code === 0;
  console.log(`${passed ? 'ok  ' : 'FAIL'}  ${step.name} (${outcome.seconds.toFixed(1)} s)`);
  if (!passed) console.log(outcome.output.trimEnd());
  return passed;
};

const inOrder = async (steps: readonly Step[]): Promise<readonly boolean[]> => {
  const passed: boolean[] = [];
  for (const step of steps) {
    const [command, ...args] = step.command;
    passed.push(show(step, await run(command, args)));
  }
  return passed;
};

interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Vitest's own count; a run that left no report, or ran nothing, has failed. */
const vitestTotals = (exitedCleanly: boolean): Totals => {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
    const passed = numPassedTests ?? 0;
    const failed = numFailedTests ?? 0;
    // A file that does not load fails the run without failing a test.
    return { passed, failed: failed === 0 && (!exitedCleanly || passed === 0) ? 1 : failed, skipped: numPendingTests ?? 0 };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(report, { force: true });
  }
};

const [[testsPassed], others] = await Promise.all([inOrder([tests]), inOrder([...checks, ...packaging])]);
const totals = vitestTotals(testsPassed === true);
const passed = totals.passed + others.filter(Boolean).length;
const failed = totals.failed + others.filter((ok) => !ok).length;
console.log(`${passed} passed, ${failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;
