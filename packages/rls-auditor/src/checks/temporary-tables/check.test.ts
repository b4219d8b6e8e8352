import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

const message = 'can make a temporary table that takes the place of a real one for the next tenant on the connection';

describe('temporary-tables', () => {
  it.each([
    ['the default for everybody', 'grant temporary on database postgres to public', [`warning database postgres: app_rw ${message}`]],
    ['a grant', 'grant temporary on database postgres to app_rw', [`warning database postgres: app_rw ${message}`]],
    ['the owner of the database', 'alter database postgres owner to app_rw', [`warning database postgres: app_rw ${message}`]],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('temporary-tables', healthy + sql)).toEqual(findings);
  });

  it('leaves a database alone in which the application may not', async () => {
    expect(await found('temporary-tables', healthy)).toEqual([]);
  });
});
