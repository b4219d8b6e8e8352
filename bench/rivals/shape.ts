import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

interface Run {
  /** Tenant a's handle. */
  readonly db: Db;
  /** What an insert gives by itself where the guard does not fill in the tenant. */
  readonly own: { readonly tenant_id?: string };
  /** Runs with tenant b's handle. */
  readonly asOther: <T>(body: (db: Db) => Promise<T>) => Promise<T>;
}

/** One way to write a query. */
export interface Shape {
  readonly name: string;
  readonly run: (run: Run) => Promise<unknown>;
  /** It asks for what is another tenant's, or for nobody's: an error is an answer too, and so is nothing. */
  readonly attack?: true;
  /** It asks for a key that b holds in a table whose key does not hold the tenant: that b has it shows, whatever the guard. */
  readonly collides?: true;
  /** It is about a table without a tenant column. */
  readonly child?: true;
  /** The run is given no tenant. */
  readonly noTenant?: true;
}

/** A shape by its name and its query. */
export const shape = (name: string, run: Shape['run']): Shape => ({ name, run });

export const attack = (name: string, run: Shape['run']): Shape => ({ name, run, attack: true });
