import type { Found } from '../found/found.ts';
import { checkCommand, installCommand } from './check-command.ts';
import { githubWorkflow } from './github-workflow.ts';
import { gitlabJob } from './gitlab-job.ts';
import type { PlannedFile } from './planned-file.ts';

/** The gate where changes are reviewed. */
export const planGate = (found: Found, tsconfig: string | undefined): { readonly files: readonly PlannedFile[]; readonly advice: readonly string[] } => {
  const { ci } = found;
  if (ci.present !== undefined) return { files: [], advice: [] };
  if (ci.system === 'github') return { files: [githubWorkflow(found, tsconfig)], advice: [] };
  if (ci.system === 'gitlab') return gitlabJob(found, tsconfig);
  return { files: [], advice: [`No CI system was found. In yours, at the root of the repository: ${installCommand(found)} && ${checkCommand(found, tsconfig)}`] };
};
