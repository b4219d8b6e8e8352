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

type KnexCase = Pick<Case, 'name' | 'code'>;

/** The files of a project with these cases. */
export const knexFiles = (cases: readonly KnexCase[]): Readonly<Record<string, string>> => ({ 'src/db.ts': db, ...Object.fromEntries(cases.map((c, i) => [`src/case${i}.ts`, prelude + c.code])) });

export const snippetCode = ({ code }: { readonly code: string }): string => `export async function f(k: Knex, { tenantId: t }: Auth, x: string) { return await ${code}; }`;

/** The sites of each case by its name. */
export const analyzeKnex = async (cases: readonly KnexCase[]): Promise<ReadonlyMap<string, readonly Site[]>> => {
  const { sites } = await analyzeFiles(knexFiles(cases));
  return new Map(cases.map((c, i) => [c.name, sites.filter((s) => s.file === `src/case${i}.ts`)]));
};
