import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { discoverConfiguration, shownPath } from '@tenantscope/command';
import { baselineName, baselinePath } from '../gate/baseline.ts';
import type { Choices } from './choices.ts';
import { findEslint } from './found/eslint.ts';
import type { Found } from './found/found.ts';
import { configurationFile } from './written/configuration.ts';
import { aboutTypes, planEslint } from './written/eslint.ts';
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

interface Present {
  readonly configuration: string | undefined;
  readonly baseline: string | undefined;
  readonly gate: string | undefined;
}

const presentIn = ({ directory, repository, ci }: Found): Present => {
  const baseline = baselinePath(directory, undefined);
  return {
    configuration: discoverConfiguration(directory),
    baseline: existsSync(baseline) ? baseline : undefined,
    gate: ci.present === undefined ? undefined : join(repository.root, ci.present),
  };
};

const pinned = ({ manifest, installation }: Found): readonly string[] => (manifest.dependencies.has('tenantscope') ? [] : [`For the same version everywhere: ${installation.add} tenantscope`]);

/** Of a gate that is there already a new baseline would hide what it has found since. */
const aboutBaseline = ({ configuration, baseline }: Present): readonly string[] =>
  configuration !== undefined && baseline === undefined ? [`There is no ${baselineName}: where there are findings to begin with, tenantscope baseline writes one`] : [];

/** The files that a project lacks. */
export const makePlan = (found: Found, choices: Choices, tsconfig: string | undefined): Plan => {
  const { directory, repository, manifest, installation } = found;
  const present = presentIn(found);
  const isNew = present.configuration === undefined;
  const gate = planGate(found, tsconfig);
  const linter = findEslint(directory, repository.root, manifest);
  const eslint = planEslint(linter, directory, installation);
  const { files, kept } = split([...(isNew ? [configurationFile(found, choices)] : []), ...gate.files, ...(eslint.file ? [eslint.file] : [])]);
  return {
    files,
    baseline: isNew && present.baseline === undefined,
    kept: [...Object.values(present).flatMap((path: string | undefined) => (path === undefined ? [] : [shownPath(path)])), ...kept],
    advice: [...pinned(found), ...aboutBaseline(present), ...gate.advice, ...eslint.advice, ...(isNew ? aboutTypes(linter) : [])],
  };
};
