import { PGlite } from '@electric-sql/pglite';
import { afterEach, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.restoreAllMocks();
  vi.resetModules();
});

/** What two databases have that are opened one after the other, and how often a cluster was kept. */
const openedTwice = async (isOnly: boolean): Promise<{ readonly tables: readonly unknown[]; readonly kept: number }> => {
  // What it keeps is the module's own.
  vi.resetModules();
  const { expectOne, openInProcess } = await import('./in-process.ts');
  const dump = vi.spyOn(PGlite.prototype, 'dumpDataDir');
  if (isOnly) expectOne();
  const tables: unknown[] = [];
  for (let i = 0; i < 2; i += 1) {
    const database = await openInProcess();
    await database.run('create table mine (id int)');
    tables.push(...(await database.query("select relname from pg_class where relname = 'mine'")));
    await database.close();
  }
  return { tables, kept: dump.mock.calls.length };
};

it('keeps a cluster for those that follow', async () => {
  expect(await openedTwice(false)).toEqual({ tables: [{ relname: 'mine' }, { relname: 'mine' }], kept: 1 });
});

it('keeps none where one is expected, and opens another all the same', async () => {
  expect(await openedTwice(true)).toEqual({ tables: [{ relname: 'mine' }, { relname: 'mine' }], kept: 0 });
});
