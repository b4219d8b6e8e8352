import type { Part, PartEntry, PartLog, PartOutcome, Refusal, TenantModel } from '@tenantscope/core';
import type { ts } from '#compiler';
import type { Opened } from '../analyze.ts';
import type { EntryResult } from '../entries.ts';
import { globalOffset } from '../flow/offsets.ts';
import { type Outcome, type Root, SiteLog } from '../flow/site.ts';
import type { TextFile } from '../flow/text-file.ts';
import type { RecordedFiles } from '../project/text-files.ts';
import { NodeReader, Unreadable } from './node-table.ts';

/** The project that a part is read on. */
export interface Ground {
  readonly model: TenantModel;
  readonly files: RecordedFiles;
  readonly sourceOf: (path: string) => ts.SourceFile | undefined;
}

/** The project of an analysis. */
export const groundOf = ({ project, shared }: Opened, model: TenantModel): Ground => {
  const paths = new Map(project.paths().map((path) => [project.pathOf({ fileName: path }), path]));
  return { model, files: shared.files, sourceOf: (path) => project.fileAt(paths.get(path) ?? path) };
};

interface Reading extends Ground {
  readonly nodes: NodeReader;
}

const textAt = (index: number, { nodes, sourceOf, files }: Reading): TextFile => {
  const found = sourceOf(nodes.path(index)) ?? files.named(nodes.path(index));
  if (!found) throw new Unreadable(`there is no ${nodes.path(index)}`);
  return found;
};

const refusalOf = ({ at, ...refusal }: PartOutcome['refusals'][number], reading: Reading): Refusal => {
  if (!at) return refusal;
  const file = textAt(at[0], reading);
  return { ...refusal, at: { start: globalOffset(file, at[1]), end: globalOffset(file, at[2]) } };
};

const outcomeOf = ({ root, entry, verdict, operation, tables, refusals, values = [], leaves, escape }: PartOutcome, reading: Reading): Outcome => ({
  root: { node: reading.nodes.node(root) },
  entry: reading.nodes.node(entry),
  proof: { verdict, operation, tables, refusals: refusals.map((r) => refusalOf(r, reading)), steps: [] },
  values: new Map(values.map(({ key, facts, open, trace }) => [key, { facts, open, trace: trace.map((step) => ({ node: reading.nodes.node(step.node), message: step.message })), isAsked: true }])),
  leaves: leaves === true,
  escape,
});

/** Of a guarantee, what it says of a query that is lost sight of is all that is asked once its run is over. */
const rootOf = ({ node, lost }: PartEntry['roots'][number], reading: Reading): Root => {
  if (!lost) return { node: reading.nodes.node(node) };
  const { proof, escape } = outcomeOf(lost, reading);
  return { node: reading.nodes.node(node), guarantee: { key: '', judge: () => proof, escape } };
};

const logOf = (found: PartLog, reading: Reading): SiteLog => {
  const { nodes, files, model } = reading;
  const log = new SiteLog(model);
  const all = (indices: readonly number[]): readonly ts.Node[] => indices.map((i) => nodes.node(i));
  // Texts first: what is refused may stand in one.
  for (const { path, from } of found.finds) files.find(path, nodes.source(from));
  for (const outcome of found.outcomes) log.record(outcomeOf(outcome, reading));
  for (const root of found.roots) log.open(rootOf(root, reading));
  for (const [node, kept] of found.casts) log.castTo(nodes.node(node), kept);
  for (const node of all(found.escaped)) log.escaped.add(node);
  for (const node of all(found.consumed)) log.consumed.add(node);
  for (const node of all(found.reached)) log.reached.add(node);
  for (const [node, callers] of found.callers) log.callers.set(nodes.node(node), new Set(all(callers)));
  for (const [node, entries] of found.answered) log.answered.set(nodes.node(node), new Set(all(entries)));
  return log;
};

const resultOf = ({ known: [isCalled, isEscaped], cause, left, ...found }: PartEntry, reading: Reading): EntryResult => {
  const log = logOf(found, reading);
  for (const { node, ...rest } of left) log.left.set(reading.nodes.node(node), logOf(rest, reading));
  return { log, known: { isCalled, isEscaped }, cause };
};

/** The results that a part holds, each read when it is asked for. */
export const decodeResults = (part: Pick<Part, 'files' | 'nodes' | 'entries'>, ground: Ground): ReadonlyMap<ts.Node, () => EntryResult> => {
  const reading: Reading = { ...ground, nodes: new NodeReader(part, ground.sourceOf) };
  return new Map(part.entries.map((entry) => [reading.nodes.node(entry.entry), () => resultOf(entry, reading)]));
};
