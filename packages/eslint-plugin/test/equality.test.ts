import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadSqlReader } from '@tenantscope/core';
import { repository } from '@tenantscope/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { configuration, createDirectory, filesOf, shared, testModel } from '../../analyzer/test/cases.ts';
import { builderCases } from '../../analyzer/test/tables/builder.ts';
import { nearMisses } from '../../analyzer/test/tables/near-miss.ts';
import { positionCases, unreachedCases } from '../../analyzer/test/tables/position.ts';
import { provenanceCases } from '../../analyzer/test/tables/provenance.ts';
import { scopedFiles, scopedModules } from '../../analyzer/test/tables/scoped-kysely.ts';
import { compareProject, type Comparison, configured, type Subject } from './support/compare.ts';
import { escapeFiles, strangerFiles } from './support/strangers.ts';

/** What a project has to show one file at a time: today's figures. */
interface Floors {
  readonly sites: number;
  readonly decided: number;
  readonly refused: number;
}

const applications: readonly (readonly [path: string, floors: Floors])[] = [
  ['fixtures/apps/orderly', { sites: 222, decided: 49, refused: 63 }],
  ['fixtures/apps/gatehouse', { sites: 64, decided: 32, refused: 38 }],
  ['fixtures/benchmark', { sites: 268, decided: 264, refused: 130 }],
];

/** All cases have the same names for their functions, and who is heard of in another file is somebody's to call. */
const distinct = (files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(files).map(([path, text], i) => [path, path.startsWith('src/case') ? text.replace(/\b([fg])\b(?=\(| =|<)/g, `$1_${i}`) : text]));

/** A cast is reported where no query starts and nothing names the package. */
const wish = {
  'src/opened.ts': "import type { ScopedKysely } from 'scoped-kysely'; import type { SDB } from './scoped.js'; export type Opened = ScopedKysely<SDB>;",
  'src/wish.ts': "import type { Opened } from './opened.js'; import type { Db } from './db.js'; export const wish = (db: Db) => db as unknown as Opened;",
};

const tables: readonly (readonly [name: string, files: Readonly<Record<string, string>>, floors: Floors])[] = [
  ['builders, near misses, provenance, positions', distinct(filesOf([...builderCases, ...nearMisses, ...provenanceCases, ...positionCases, ...unreachedCases])), { sites: 383, decided: 329, refused: 220 }],
  ['scoped-kysely', distinct({ ...scopedFiles, ...wish }), { sites: 92, decided: 88, refused: 43 }],
];

const made = async (files: Readonly<Record<string, string>>): Promise<Subject> => {
  await loadSqlReader();
  return { directory: createDirectory({ ...shared, ...files }), configuration, model: await testModel() };
};

const remove = ({ directory }: Subject): void => {
  rmSync(directory, { recursive: true, force: true });
};

const holds = (open: () => Promise<Subject>, floors: Floors, close: (subject: Subject) => void = () => undefined): void => {
  let comparison: Comparison;
  beforeAll(async () => {
    const subject = await open();
    try {
      comparison = await compareProject(subject);
    } finally {
      close(subject);
    }
  });

  it('has the sites that check has', () => {
    expect(comparison.unmatched).toEqual([]);
    expect(comparison.sites).toBeGreaterThanOrEqual(floors.sites);
  });

  it('judges as check does what it decides', () => {
    expect(comparison.wrong).toEqual([]);
    expect(comparison.decided).toBeGreaterThanOrEqual(floors.decided);
  });

  it('is silent on nothing that check refuses', () => {
    expect(comparison.refused).toBeGreaterThanOrEqual(floors.refused);
    expect(comparison.silent).toEqual([]);
  });
};

describe.each(applications)('%s, file by file', (path, floors) => {
  holds(() => configured(join(repository, path)), floors);
});

describe.each(tables)('%s, file by file', (_, files, floors) => {
  holds(() => made(files), floors, remove);
});

describe.each([
  ['callers in other files', strangerFiles, 13],
  ['an escape that callers explain', { ...scopedModules, ...escapeFiles }, 1],
] as const)('%s, file by file', (_, files, sites) => {
  it('are left to check', async () => {
    const subject = await made(files);
    const { wrong, pending, refused, unmatched } = await compareProject(subject).finally(() => { remove(subject); });
    expect({ wrong, pending, refused, unmatched }).toEqual({ wrong: [], pending: sites, refused: sites, unmatched: [] });
  });
});
