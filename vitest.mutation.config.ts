import { defineConfig } from 'vitest/config';

/** The pure tests of the decision core, for `stryker run`: nothing here starts a database or a process. */
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['packages/core/test/**/*.test.ts', 'packages/core/src/rules/examples.test.ts'],
    exclude: ['packages/core/test/oracle.test.ts'],
  },
});
