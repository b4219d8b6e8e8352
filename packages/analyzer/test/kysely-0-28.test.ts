import { readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeProject, type Site } from '../src/index.ts';
import { type Case, configuration, createDirectory, filesOf, shared, testModel, worstOf } from './cases.ts';
import { builderCases } from './tables/builder.ts';
import { nearMisses } from './tables/near-miss.ts';
import { positionCases } from './tables/position.ts';
import { provenanceCases } from './tables/provenance.ts';

const installed = fileURLToPath(new URL('../node_modules', import.meta.url));

const older = fileURLToPath(import.meta.resolve('kysely-0-28')).replace(/[/]dist[/].*/, '');

/** A project that has Kysely 0.28 where the others have the newest. */
const projectOf = (cases: readonly Case[]): string => {
  const directory = createDirectory({ ...shared, ...filesOf(cases), 'node_modules/.own': '' });
  const modules = join(directory, 'node_modules');
  for (const name of readdirSync(installed).filter((n) => !/^[.]|^kysely/.test(n))) symlinkSync(join(installed, name), join(modules, name));
  symlinkSync(older, join(modules, 'kysely'));
  return directory;
};

describe.each([['builders', builderCases], ['near misses', nearMisses], ['positions', positionCases], ['values', provenanceCases]] as const)('Kysely 0.28: %s', (_, cases) => {
  let sites: readonly Site[];
  beforeAll(async () => {
    const directory = projectOf(cases);
    ({ sites } = await analyzeProject({ directory, configuration, model: await testModel() }));
    rmSync(directory, { recursive: true, force: true });
  });

  it.each(cases.map((c, i) => ({ ...c, i })).filter((c) => c.name !== 'not a database'))('$name: $verdict', ({ verdict, i }) => {
    expect(worstOf(sites.filter((s) => s.file === `src/case${i}.ts`))).toBe(verdict);
  });
});
