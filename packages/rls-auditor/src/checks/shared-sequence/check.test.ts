import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

describe('shared-sequence', () => {
  it('finds one that may be read', async () => {
    expect(await found('shared-sequence', `${healthy} create sequence numbers; grant select on sequence numbers to app_rw`)).toEqual(['info sequence numbers: app_rw can read how many rows all tenants together have made']);
  });

  it('leaves one alone that only gives out numbers', async () => {
    expect(await found('shared-sequence', `${healthy} create sequence numbers; grant usage on sequence numbers to app_rw`)).toEqual([]);
  });
});
