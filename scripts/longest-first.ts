import { statSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, whatever their size: one that came last would keep one core while the others have nothing left to do. */
const longest = [
  'packages/rls-auditor/test/probe.test.ts',
  'packages/rls-auditor/test/probe-leaks.test.ts',
  'packages/rls-auditor/test/repair.test.ts',
  'packages/rls-auditor/test/diff.test.ts',
  'packages/rls-auditor/test/command.test.ts',
  'packages/cli/test/monorepo-tools.test.ts',
  'packages/cli/test/merge.test.ts',
  'packages/analyzer/test/parts.test.ts',
  'packages/cli/test/cache.test.ts',
  'packages/cli/test/backends.test.ts',
  'packages/analyzer/test/backends.test.ts',
  'packages/cli/test/prove.test.ts',
  'packages/cli/test/explain.test.ts',
];

/** The longest first, then the others by size: the same order in every run. */
export class LongestFirst extends BaseSequencer {
  override sort(specs: TestSpecification[]): Promise<TestSpecification[]> {
    const ranked = specs.map((spec) => {
      const rank = longest.indexOf(relative(this.ctx.config.root, spec.moduleId).replaceAll(sep, '/'));
      return { spec, rank: rank < 0 ? longest.length : rank, size: statSync(spec.moduleId).size };
    });
    ranked.sort((a, b) => a.rank - b.rank || b.size - a.size || (a.spec.moduleId < b.spec.moduleId ? -1 : 1));
    return Promise.resolve(ranked.map((r) => r.spec));
  }
}
