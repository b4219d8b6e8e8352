import type { LoadedProject } from '../project/setup.ts';
import { isTest } from '../tests.ts';
import { likeliest, type TenantCandidate } from './candidate.ts';
import { type TenantFunctions, tenantFunctionsIn } from './functions.ts';
import { tenantTypesIn } from './types.ts';
import { wordsOf } from './words.ts';

/** What might be declared to hold the tenant of the session, the likeliest first. None of it is trusted. */
export interface TenantCandidates extends TenantFunctions {
  readonly types: readonly TenantCandidate[];
}

/** What no session comes to. */
const isAside = (path: string): boolean => /(^|\/)(e2e[\w-]*|tests?|scripts?|seeds?|seeders?|migrations?|fixtures?|mocks?)\//i.test(path);

/** Looks through the names of a project for what tells the tenant of the session. */
export const findTenantCandidates = (project: LoadedProject, column: string): TenantCandidates => {
  const words = wordsOf(column);
  const files = project.files.filter((f) => !isTest(f) && !isAside(project.pathOf(f)) && words.about.test(f.text));
  // What renders a page gives no tenant.
  const functions = files.filter((f) => !f.fileName.endsWith('x')).map((f) => tenantFunctionsIn(f, words, project));
  return {
    types: likeliest(files.flatMap((f) => tenantTypesIn(f, words, project))),
    sources: likeliest(functions.flatMap((f) => f.sources)),
    guards: likeliest(functions.flatMap((f) => f.guards)),
  };
};
