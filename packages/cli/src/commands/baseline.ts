import { existsSync } from 'node:fs';
import { type ExitCode, exitCode, note, shownPath, UsageError, writeAtomically } from '@tenantscope/command';
import { applyBaseline, baselineOf, type CheckReport, entriesOf, prunedBaseline, renderBaseline } from '@tenantscope/core';
import { baselinePath, loadBaseline } from '../gate/baseline.ts';
import { checkProject, type ProjectOptions, requireDirectory } from '../project.ts';

export interface BaselineOptions extends ProjectOptions {
  /** The file; otherwise `tenantscope-baseline.json` in the project. */
  readonly baseline?: string;
}

const count = (entries: readonly unknown[], noun = 'finding'): string => `${entries.length} ${noun}${entries.length === 1 ? '' : 's'}`;

/** What no baseline can hold fails the gate still. */
const mendFirst = ({ findings }: CheckReport): string => {
  const others = findings.filter((f) => f.fingerprint === undefined);
  return others.length === 0 ? '' : `; ${count(others)} about comments can only be mended`;
};

const begin = (report: CheckReport, path: string): ExitCode => {
  const entries = entriesOf(report);
  if (entries.length === 0) {
    note(`nothing to put into a baseline: no query site has a finding${mendFirst(report)}`);
    return exitCode.clean;
  }
  writeAtomically(path, renderBaseline(baselineOf(entries)));
  note(`${shownPath(path)}: ${count(entries)}. check leaves them out from now on, and refuses any new one${mendFirst(report)}`);
  return exitCode.clean;
};

const shrink = (report: CheckReport, path: string): ExitCode => {
  const { baseline, text } = loadBaseline(path);
  const { report: left, mended } = applyBaseline(report, baseline);
  const pruned = prunedBaseline(baseline, mended);
  const rendered = renderBaseline(pruned);
  if (rendered !== text) writeAtomically(path, rendered);
  note(`${shownPath(path)}: ${count(pruned.entries)}, ${mended.length} taken out`);
  const fresh = left.findings.length;
  if (fresh === 0) return exitCode.clean;
  note(`${count(left.findings)} ${fresh === 1 ? 'is' : 'are'} not in it and will not be: a baseline only shrinks. Mend ${fresh === 1 ? 'it' : 'them'}, or answer for ${fresh === 1 ? 'it' : 'them'} with a comment: tenantscope check lists ${fresh === 1 ? 'it' : 'them'}`);
  return exitCode.findings;
};

/** `tenantscope baseline`: puts what is found into a new baseline, or takes what is mended out of the one that is there. */
export const baseline = async (directory: string, { baseline: file, ...options }: BaselineOptions): Promise<ExitCode> => {
  const project = requireDirectory(directory, 'baseline');
  const path = baselinePath(project, file);
  const { report, files } = await checkProject(project, { ...options, cache: true });
  if (Object.keys(files).length === 0) throw new UsageError(`${directory}: the tsconfig includes no TypeScript file; check its "include", or name another with --tsconfig`);
  const [unread] = report.incomplete;
  if (unread) {
    note(`nothing is written: ${count(report.incomplete, 'input')} could not be read, ${unread.file ?? 'the first'}: ${unread.message}. tenantscope check lists them`);
    return exitCode.incomplete;
  }
  return existsSync(path) ? shrink(report, path) : begin(report, path);
};
