import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

describe('replicating-role', () => {
  it('finds a role of the application', async () => {
    expect(await found('replicating-role', `${healthy} alter role app_rw replication`)).toEqual(['warning role app_rw: app_rw can read every change of every tenant from the log']);
  });

  it('finds a role that it may become', async () => {
    expect(await found('replicating-role', `${healthy} create role replica replication; grant replica to app_rw`)).toEqual(['warning role replica: replica can read every change of every tenant from the log']);
  });

  it('leaves other roles alone', async () => {
    expect(await found('replicating-role', `${healthy} create role replica replication login`)).toEqual([]);
  });
});
