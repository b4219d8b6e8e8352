import { type ExitCode, exitCode, note, UsageError, writeAtomically } from '@tenantscope/command';
import type { Share } from '@tenantscope/analyzer';
import { originOf, partBackend } from '../parts/identity.ts';
import { partText } from '../parts/part-file.ts';
import { type ProjectOptions, questionOf, requireDirectory, withProject } from '../project.ts';

export interface ShardOptions extends ProjectOptions {
  readonly shard: Share;
  readonly output?: string;
}

/** `tenantscope check --shard i/n`: runs a part of a project's code and writes down what was found. It is no verdict: `merge` gives that. */
export const shard = async (directory: string, { shard: share, output, config, tsconfig, backend }: ShardOptions): Promise<ExitCode> => {
  const { index, count } = share;
  if (output === undefined) throw new UsageError(`--shard needs a file for its part: --output part-${index}.json`);
  if (backend === 'native') throw new UsageError('--shard reads types with the TypeScript that comes along: leave --backend native out');
  const question = questionOf(requireDirectory(directory, 'check'), { backend: partBackend, ...(config !== undefined && { config }), ...(tsconfig !== undefined && { tsconfig }) });
  const { text, entries, total } = await withProject(question, async (analyzer, { project, options }) => {
    const origin = originOf(question, analyzer.projectIdentity(project));
    const { found, total } = await analyzer.analyzePart({ ...options, share });
    const asked = { directory, ...(config !== undefined && { config }), ...(tsconfig !== undefined && { tsconfig }) };
    return { text: partText({ kind: 'tenantscope-part', version: 1, part: { index, count }, asked, ...origin, ...found }), entries: found.entries.length, total };
  });
  writeAtomically(output, text);
  note(`part ${index} of ${count}: ${entries} of ${total} functions were run. This is no verdict: tenantscope merge gives it, from all ${count} parts`);
  return exitCode.clean;
};
