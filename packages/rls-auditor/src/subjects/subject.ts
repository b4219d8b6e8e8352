import type { Connection } from '../catalog/read.ts';
import type { Snapshot } from '../catalog/snapshot.ts';

/** A database to be audited, whatever it comes from. */
export interface Subject {
  readonly name: string;
  readonly read: () => Promise<Read>;
  /** Does something on a connection to it, where there is a server. */
  readonly connected?: <T>(job: (connection: Connection) => Promise<T>) => Promise<T>;
}

/** A catalog, and what could not be had of it. */
export interface Read {
  readonly snapshot: Snapshot;
  readonly incomplete: readonly string[];
  readonly assumptions: readonly string[];
}

export const whole = (snapshot: Snapshot): Read => ({ snapshot, incomplete: [], assumptions: [] });
