import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { discoverConfiguration, shownPath } from '@tenantscope/command';
import { baselineName } from '../gate/baseline.ts';
import type { Choices } from './choices.ts';
import { findEslint } from './found/eslint.ts';
import type { Found } from './found/found.ts';
import { configurationFile } from './written/configuration.ts';
import { planEslint } from './written/eslint.ts';
import { planGate } from './written/gate.ts';
import type { PlannedFile } from './written/planned-file.ts';

/** What is to be done in a project. */
export interface Plan {
  readonly files: readonly PlannedFile[];
  /** Whether the findings of the first check are to become the baseline. */
  readonly baseline: boolean;
  /** Files that are there and stay as they are. */
  readonly kept: readonly string[];
  /** What is left to people. */
  readonly advice: readonly string[];
}

/** Files that somebody has are kept, whatever they hold. */
const split = (files: readonly PlannedFile[]): Pick<Plan, 'files' | 'kept'> => ({
  files: files.filter((f) => f.before !== undefined || !existsSync(f.path)),
  kept: files.filter((f) => f.before === undefined && existsSync(f.path)).map((f) => shownPath(f.path)),
});

/** The files that a project lacks. */
export const makePlan = (found: Found, choices: Choices, tsconfig: string | undefined): Plan => {
  const { directory, repository, manifest, installation, ci } = found;
  const own = discoverConfiguration(directory);
  const gate = planGate(found, tsconfig);
  const eslint = planEslint(findEslint(directory, repository.root, manifest), directory, installation);
  const wanted = [...(own === undefined ? [configurationFile(found, choices)] : []), ...gate.files, ...(eslint.file ? [eslint.file] : [])];
  const { files, kept } = split(wanted);
  const baseline = join(directory, baselineName);
  const there = [...(own === undefined ? [] : [shownPath(own)]), ...(ci.present === undefined ? [] : [shownPath(join(repository.root, ci.present))]), ...(existsSync(baseline) ? [shownPath(baseline)] : [])];
  const pinned = manifest.dependencies.has('tenantscope') ? [] : [`For the same version everywhere: ${installation.add} tenantscope`];
  // Of a gate that is there already a new baseline would hide what it has found since.
  return { files, baseline: own === undefined && !existsSync(baseline), kept: [...there, ...kept], advice: [...pinned, ...(own !== undefined && !existsSync(baseline) ? [`There is no ${baselineName}: where there are findings to begin with, tenantscope baseline writes one`] : []), ...gate.advice, ...eslint.advice] };
};
