import { benchCompile } from './scoped-kysely/compile.ts';
import { benchThroughput } from './scoped-kysely/throughput.ts';
import { benchTypes } from './types.ts';

/** What the tenant costs: to compile, to run and to type. */
export const benchScopedKysely = async (): Promise<void> => {
  await benchCompile();
  await benchThroughput();
  await benchTypes();
};

if (import.meta.main) await benchScopedKysely();
