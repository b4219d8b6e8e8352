import { loadSqlReader, type Part } from '@tenantscope/core';
import { ts } from '#compiler';
import { type Analysis, type AnalyzeOptions, concludeProject, openProject } from '../analyze.ts';
import type { EntryResult } from '../entries.ts';
import type { Known } from '../flow/interpreter.ts';
import { decodeResults, groundOf } from './decode.ts';

/** Whether a run would find the same with this known of its entry: only the making of a class's instances depends on it. */
export const stands = (entry: ts.Node, then: Known, now: Known): boolean => !ts.isClassLike(entry) || (then.isCalled === now.isCalled && then.isEscaped === now.isEscaped);

/**
 * Decides every query site of a project from the runs that all parts have made, as `analyzeProject` does from its own. A run that is
 * missing, because another function of its part had called the entry or it could not be written down, is made here.
 */
export const mergeParts = async (parts: readonly Part[], options: AnalyzeOptions): Promise<Analysis> => {
  await loadSqlReader();
  const opened = openProject(options);
  const ground = groundOf(opened, options.model);
  const results = new Map(parts.flatMap((part) => [...decodeResults(part, ground)]));
  const recorded = (entry: ts.Node, known: Known): EntryResult | undefined => {
    const found = results.get(entry)?.();
    return found && stands(entry, found.known, known) ? found : undefined;
  };
  return concludeProject(opened, { onProgress: options.onProgress, recorded });
};
