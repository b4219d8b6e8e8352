import { loadSqlReader } from '@tenantscope/core';
import { type Analysis, type AnalyzeOptions, concludeProject, inputsOf, openProject } from '../analyze.ts';
import { hashOf } from '../inputs/inputs.ts';
import { groundOf } from '../parts/decode.ts';
import type { LoadedProject } from '../project/setup.ts';
import { type KeptText, openKept, type RunCounts } from './keep.ts';

export interface KeptAnalysis extends Analysis {
  /** For the next analysis of the project. */
  readonly kept: string;
  readonly runs: RunCounts;
}

/** Of all that the runs depend on but the project's sources. */
const keyOf = (asked: string, project: LoadedProject): string => {
  const own = new Set<string>(project.files.map((f) => f.fileName));
  const others = Object.entries(inputsOf(project).texts).filter(([path, hash]) => hash !== null && !own.has(path));
  return hashOf(JSON.stringify([asked, process.version, project.options, project.host.strictNulls, project.libraries.map((l) => l.name), others.sort()]));
};

/**
 * Decides every query site of a project as `analyzeProject` does, and runs only what may find something else than the last analysis:
 * entries whose sources have changed, directly or through what they import, or to which the rest of the project answers otherwise.
 */
export const analyzeKept = async (options: AnalyzeOptions, kept: KeptText): Promise<KeptAnalysis> => {
  await loadSqlReader();
  const opened = openProject(options);
  const { text, counts, ...runs } = openKept(opened, { ...kept, key: keyOf(kept.key, opened.project) }, groundOf(opened, options.model));
  const analysis = concludeProject(opened, { onProgress: options.onProgress, ...runs });
  return { ...analysis, kept: text(), runs: counts() };
};
