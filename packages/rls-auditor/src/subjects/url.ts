import { UsageError } from '@tenantscope/command';
import { BadUrl, connected, databaseName, snapshotOf } from '../catalog/connect.ts';
import { type Subject, whole } from './subject.ts';

/** A live database. `where`: what the URL was given as; the URL itself may hold a password, so it is not repeated. */
export const fromUrl = (url: string, where = 'an argument', name?: string): Subject => {
  try {
    return { name: name ?? databaseName(url), read: async () => whole(await snapshotOf(url)), connected: (job) => connected(url, job) };
  } catch (error) {
    if (error instanceof BadUrl) throw new UsageError(`${where} is not understood: ${error.message}`);
    throw error;
  }
};
