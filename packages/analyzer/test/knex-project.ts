import { analyzeFiles, type Case } from './cases.ts';
import type { Site } from '../src/index.ts';

const prelude = `import type { Knex } from 'knex';
import knex from 'knex';
import { requireTenant, assertMember, type Auth, type TenantId, type Request } from './tenant.js';
`;

const db = `import type { Knex } from 'knex';
export type Db = Knex;
export type DbOrTrx = Knex | Knex.Transaction;
`;

export const knexFiles = (cases: readonly Pick<Case, 'code'>[]): Readonly<Record<string, string>> => ({ 'src/db.ts': db, ...Object.fromEntries(cases.map((c, i) => [`src/case${i}.ts`, prelude + c.code])) });

export const analyzeKnex = async (cases: readonly Pick<Case, 'name' | 'code'>[]): Promise<ReadonlyMap<string, readonly Site[]>> => {
  const { sites } = await analyzeFiles(knexFiles(cases));
  return new Map(cases.map((c, i) => [c.name, sites.filter((s) => s.file === `src/case${i}.ts`)]));
};
