import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  // All cores: on two, Vitest's own default leaves one of them idle.
  test: { include: ['packages/*/{src,test}/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000, maxWorkers: '100%', isolate: false },
});
