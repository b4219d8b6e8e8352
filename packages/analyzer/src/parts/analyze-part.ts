import { loadSqlReader, type Part, type PartEntry } from '@tenantscope/core';
import { type AnalyzeOptions, openProject } from '../analyze.ts';
import { isCovered, runEntries } from '../entries.ts';
import { hashOf } from '../inputs/inputs.ts';
import { encodeResult } from './encode.ts';
import { NodeTable } from './node-table.ts';
import { type Share, shareOf } from './share.ts';

export interface PartOptions extends AnalyzeOptions {
  readonly share: Share;
}

/** What one part of an analysis found. */
export interface PartAnalysis {
  readonly found: Pick<Part, 'texts' | 'files' | 'nodes' | 'entries'>;
  /** Entries of all parts. */
  readonly total: number;
}

/** Runs a part of a project's entries. It decides nothing: whether a query leaks may depend on who else comes to it. */
export const analyzePart = async (options: PartOptions): Promise<PartAnalysis> => {
  await loadSqlReader();
  const { project, shared, entries } = openProject(options);
  const nodes = new NodeTable((fileName) => project.pathOf({ fileName }));
  const results: PartEntry[] = [];
  runEntries(shared, shareOf(entries, options.share), {
    isCovered: (entry) => isCovered(shared, entry),
    onProgress: options.onProgress,
    onResult: (entry, result) => {
      const written = encodeResult(entry, result, nodes);
      if (written) results.push(written);
    },
  });
  const texts = Object.fromEntries(shared.files.read().map(({ file, text }) => [file, text === undefined ? null : hashOf(text)]));
  return { total: entries.length, found: { texts, files: nodes.files, nodes: nodes.nodes, entries: results } };
};
