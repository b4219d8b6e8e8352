import { join } from 'node:path';
import { repository } from '@tenantscope/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { compareProject, type Comparison, configured } from './support/compare.ts';

/** Projects with their own configuration, and how much one file of them has to show: today's figures. */
const projects: readonly (readonly [path: string, floors: { readonly sites: number; readonly decided: number }])[] = [
  ['fixtures/apps/orderly', { sites: 0, decided: 0 }],
  ['fixtures/apps/gatehouse', { sites: 0, decided: 0 }],
  ['fixtures/benchmark', { sites: 0, decided: 0 }],
];

describe.each(projects)('%s, file by file', (path, floors) => {
  let comparison: Comparison;
  beforeAll(async () => {
    comparison = await compareProject(await configured(join(repository, path)));
    console.log(path, comparison);
  });

  it('has the sites that check has', () => {
    expect(comparison.unmatched).toEqual([]);
    expect(comparison.sites).toBeGreaterThanOrEqual(floors.sites);
  });

  it('judges as check does what it decides', () => {
    expect(comparison.wrong).toEqual([]);
    expect(comparison.decided).toBeGreaterThanOrEqual(floors.decided);
  });
});
