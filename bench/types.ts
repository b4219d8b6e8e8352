import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../scripts/step.ts';
import { measureCompletions } from './scoped-kysely/completions.ts';
import { files, type Variant, variants } from './scoped-kysely/generated.ts';

const compilerOptions = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, module: 'nodenext', target: 'es2023', lib: ['es2023'], types: [], skipLibCheck: true, noEmit: true, allowImportingTsExtensions: true };

const tsc = async (...args: readonly string[]): Promise<string> => {
  const { code, output } = await run('tsc', args);
  if (code !== 0) throw new Error(`tsc ${args.join(' ')} ended with ${code}:\n${output}`);
  return output;
};

/** A project outside of the repository, in which our package is as it is published: declarations only. */
const writeProject = async (folder: string): Promise<void> => {
  const ours = join(folder, 'node_modules', 'scoped-kysely');
  mkdirSync(ours, { recursive: true });
  symlinkSync(realpathSync('node_modules/kysely'), join(folder, 'node_modules', 'kysely'));
  await tsc('-p', 'packages/scoped-kysely/tsconfig.build.json', '--emitDeclarationOnly', '--outDir', ours);
  writeFileSync(join(ours, 'package.json'), JSON.stringify({ name: 'scoped-kysely', type: 'module', exports: { '.': { types: './index.d.ts' } } }));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  for (const variant of variants) writeFileSync(join(folder, `tsconfig.${variant}.json`), JSON.stringify({ compilerOptions, files: [`${variant}.ts`] }));
};

const instantiationsOf = async (folder: string, variant: Variant): Promise<number> => {
  const output = await tsc('-p', join(folder, `tsconfig.${variant}.json`), '--extendedDiagnostics');
  return Number(/^Instantiations:\s+(\d+)/m.exec(output)?.[1]);
};

const ratio = (ours: number, other: number): string => (ours / other).toFixed(2);

/** What the types cost on a schema of 200 tables: the compiler's instantiations, and the time an editor waits for completions. */
export const benchTypes = async (): Promise<void> => {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'tenantscope-types-'));
  try {
    await writeProject(folder);
    const [ours = 0, byHand = 0, bare = 0] = await Promise.all(variants.map((variant) => instantiationsOf(folder, variant)));
    console.log(`types, 60 queries, 200 tables: ours ${ours} instantiations, by hand ${byHand}, ratio ${ratio(ours, byHand)} (≤ 1.15); without the tenant ${bare}, ratio ${ratio(ours, bare)}`);
    const completions = measureCompletions(folder, compilerOptions);
    console.log(`types, completions: ours ${completions.ours.toFixed(1)} ms, by hand ${completions.byHand.toFixed(1)} ms, ratio ${ratio(completions.ours, completions.byHand)} (≤ 1.2); without the tenant ${completions.bare.toFixed(1)} ms, ratio ${ratio(completions.ours, completions.bare)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
