import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

describe('large-objects', () => {
  it.each([
    ['large objects', 'select lo_create(0)', ['warning database postgres: whoever made a large object reads it, whatever tenant it belongs to']],
    ['privileges that are not checked', 'set local lo_compat_privileges = on', ['error database postgres: everybody can read and change every large object']],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('large-objects', healthy + sql)).toEqual(findings);
  });

  it('leaves a database without any alone', async () => {
    expect(await found('large-objects', healthy)).toEqual([]);
  });
});
