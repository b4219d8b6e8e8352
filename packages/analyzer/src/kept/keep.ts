import type { PartEntry } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import type { Opened } from '../analyze.ts';
import type { EntryOptions, EntryResult } from '../entries.ts';
import type { SiteLog } from '../flow/site.ts';
import { hashOf } from '../inputs/inputs.ts';
import { decodeResults, type Ground } from '../parts/decode.ts';
import { encodeResult } from '../parts/encode.ts';
import { stands } from '../parts/merge.ts';
import { NodeReader, NodeTable, type Places, Unreadable, Unwritable } from '../parts/node-table.ts';
import { type Asked, isAnsweredAlike, writeAsked } from './asked.ts';
import { changesOf, type Sources } from './changes.ts';

/** What the run of one entry found, and all that it depends on beside its sources. */
interface KeptRun extends Places {
  readonly run: PartEntry;
  readonly asked: Asked;
  /** Of each text that was looked for, in the order of the search, the hash of what was found. */
  readonly texts: readonly string[];
}

interface KeptRuns {
  readonly key: string;
  readonly sources: Sources;
  /** By the place of the entry. */
  readonly runs: Readonly<Record<string, KeptRun>>;
}

/** How many entries were run, and of how many the result was taken over. */
export interface RunCounts {
  readonly made: number;
  readonly taken: number;
}

/** What the runs of one analysis leave to the next. */
export interface Keeping extends Pick<EntryOptions, 'recorded' | 'onResult'> {
  /** All of them as text, those that were taken over among them. */
  readonly text: () => string;
  readonly counts: () => RunCounts;
}

/** `key`: all that a result depends on beside the project's sources. `text`: what the last analysis has left. */
export interface KeptText {
  readonly key: string;
  readonly text: string | undefined;
}

/** Damaged text, or somebody else's, is as good as none. */
const parse = ({ key, text = '' }: KeptText): KeptRuns | undefined => {
  const [digest, body = ''] = text.split('\n', 2);
  if (digest !== hashOf(body)) return undefined;
  const kept = JSON.parse(body) as KeptRuns | null;
  return kept?.key === key ? kept : undefined;
};

const written = (kept: KeptRuns): string => {
  const body = JSON.stringify(kept);
  return `${hashOf(body)}\n${body}`;
};

const placeOf = (entry: ts.Node, path: string): string => `${path}:${entry.pos}:${entry.end}:${entry.kind}`;

type Texts = Ground['files'];

const textHash = (texts: Texts, path: string, from: ts.SourceFile): string => {
  const found = texts.find(path, from);
  return hashOf(JSON.stringify(typeof found === 'string' ? found : [found.fileName, found.text]));
};

const writeRun = (entry: ts.Node, result: EntryResult, pathOf: (fileName: string) => string, texts: Texts): KeptRun | undefined => {
  const { finds, reads }: SiteLog = result.log;
  const nodes = new NodeTable(pathOf);
  const run = encodeResult(entry, result, nodes);
  if (!run) return undefined;
  try {
    const asked = writeAsked(reads, nodes);
    return { files: nodes.files, nodes: nodes.nodes, run, asked, texts: finds.map(({ path, from }) => textHash(texts, path, from)) };
  } catch (error) {
    if (error instanceof Unwritable) return undefined;
    throw error;
  }
};

/** What the last analysis of a project has left, where a run now would find the same; and what this one leaves. */
export const openKept = ({ project, shared }: Opened, given: KeptText, ground: Ground): Keeping => {
  const before = parse(given);
  const { sources, since } = changesOf(project);
  const isUntouched = before ? since(before.sources) : () => false;
  const runs: Record<string, KeptRun> = {};
  const taken = new Set<ts.Node>();
  let made = 0;
  const keyOf = (entry: ts.Node): string => placeOf(entry, project.pathOf(entry.getSourceFile()));
  const isSame = ({ files, nodes, run, asked, texts }: KeptRun): boolean => {
    if (!files.map(ground.sourceOf).every((f) => f === undefined || isUntouched(f))) return false;
    const reader = new NodeReader({ files, nodes }, ground.sourceOf);
    // A text is looked for last, and only where a run would come to it: whatever is looked for is part of the report.
    return isAnsweredAlike(asked, reader, shared) && run.finds.every(({ path, from }, i) => textHash(ground.files, path, reader.source(from)) === texts[i]);
  };
  const take = (kept: KeptRun, entry: ts.Node): EntryResult | undefined => {
    try {
      return isSame(kept) ? decodeResults({ files: kept.files, nodes: kept.nodes, entries: [kept.run] }, ground).get(entry)?.() : undefined;
    } catch (error) {
      if (error instanceof Unreadable) return undefined;
      throw error;
    }
  };
  return {
    recorded: (entry, known) => {
      const kept = before?.runs[keyOf(entry)];
      const result = kept && stands(entry, { isCalled: kept.run.known[0], isEscaped: kept.run.known[1] }, known) ? take(kept, entry) : undefined;
      if (!result || !kept) return undefined;
      taken.add(entry);
      runs[keyOf(entry)] = kept;
      return result;
    },
    onResult: (entry, result) => {
      if (taken.has(entry)) return;
      made += 1;
      const kept = writeRun(entry, result, (fileName) => project.pathOf({ fileName }), shared.files);
      if (kept) runs[keyOf(entry)] = kept;
    },
    text: () => written({ key: given.key, sources, runs }),
    counts: () => ({ made, taken: taken.size }),
  };
};
