import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/longest-first.ts';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // All cores: on two, Vitest's own default leaves one of them idle.
    maxWorkers: '100%',
    isolate: false,
    sequence: { sequencer: LongestFirst },
    execArgv: ['--import', new URL('packages/testing/src/cluster/register.ts', import.meta.url).href],
    projects: [
      { extends: true, test: { name: 'workspace', include: ['packages/*/{src,test}/**/*.test.ts', 'fixtures/apps/*/test/**/*.test.ts'] } },
      // scoped-kysely reads Kysely's operation nodes, which change between its minor versions: both are tested.
      { extends: true, resolve: { alias: [{ find: /^kysely(?=$|\/)/, replacement: 'kysely-0-28' }] }, test: { name: 'kysely 0.28', include: ['packages/scoped-kysely/{src,test}/**/*.test.ts'] } },
    ],
  },
});
