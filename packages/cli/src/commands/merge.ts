import { type ExitCode, UsageError } from '@tenantscope/command';
import type { Part } from '@tenantscope/core';
import { hashOf } from '@tenantscope/analyzer/inputs';
import { differenceOf, originOf, partBackend } from '../parts/identity.ts';
import { type PartFile, readPartFile, requireWhole } from '../parts/part-file.ts';
import { type CheckedVerdicts, judgementOf, questionOf, requireDirectory, verdictsOf, withProject } from '../project.ts';
import { conclude, type GateOptions } from '../gate/conclude.ts';

type Texts = Part['texts'];

/** SQL that a part has read, and that reads otherwise now. */
const changedText = (parts: readonly PartFile[], now: Texts): string | undefined =>
  parts.flatMap(({ part }) => Object.entries(part.texts)).find(([file, hash]) => file in now && now[file] !== hash)?.[0];

const mergedVerdicts = async (parts: readonly PartFile[]): Promise<CheckedVerdicts> => {
  const [first] = parts;
  if (!first) throw new UsageError('merge takes the files of all parts');
  const { directory, config, tsconfig } = first.part.asked;
  const question = questionOf(requireDirectory(directory, 'merge'), { backend: partBackend, ...(config !== undefined && { config }), ...(tsconfig !== undefined && { tsconfig }) });
  return withProject(question, async (analyzer, ready) => {
    const difference = differenceOf(first.file, first.part, 'this run', originOf(question, analyzer.projectIdentity(ready.project)));
    if (difference !== undefined) throw new UsageError(`${difference}. Merge where the parts were made: the same commit, installed in the same way`);
    try {
      const analysis = await analyzer.mergeParts(parts.map((p) => p.part), ready.options);
      const changed = changedText(parts, Object.fromEntries(analysis.read.map(({ file, text }) => [file, text === undefined ? null : hashOf(text)])));
      if (changed !== undefined) throw new UsageError(`${changed} is not what it was when the parts were made`);
      return verdictsOf(judgementOf(question, ready, analysis));
    } catch (error) {
      if (error instanceof analyzer.Unreadable) throw new UsageError(`the parts do not fit the project: ${error.message}. Write all of them again`);
      throw error;
    }
  });
};

/** `tenantscope merge`: the verdicts of a check from all of its parts, as the check by itself would have given them. */
export const merge = async (files: readonly string[], options: GateOptions): Promise<ExitCode> => {
  const parts = files.map(readPartFile);
  requireWhole(parts);
  const directory = parts[0]?.part.asked.directory ?? '.';
  return conclude(directory, await mergedVerdicts(parts), options);
};
