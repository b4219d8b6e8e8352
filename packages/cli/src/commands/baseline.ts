import { existsSync } from 'node:fs';
import { type ExitCode, exitCode, note, shownPath, writeAtomically } from '@tenantscope/command';
import { applyBaseline, type CheckReport, prunedBaseline, renderBaseline } from '@tenantscope/core';
import { baselinePath, loadBaseline, writeFirstBaseline } from '../gate/baseline.ts';
import { counted } from '../output/counted.ts';
import { checkProject, type ProjectOptions, requireDirectory, requireSources } from '../project.ts';

export interface BaselineOptions extends ProjectOptions {
  /** The file; otherwise `tenantscope-baseline.json` in the project. */
  readonly baseline?: string;
}

/** What no baseline can hold fails the gate still. */
const mendFirst = ({ findings }: CheckReport): string => {
  const others = findings.filter((f) => f.fingerprint === undefined);
  return others.length === 0 ? '' : `; ${counted(others.length, 'finding')} about comments can only be mended`;
};

const begin = (report: CheckReport, path: string): ExitCode => {
  const found = writeFirstBaseline(path, report);
  if (found === 0) {
    note(`nothing to put into a baseline: no query site has a finding${mendFirst(report)}`);
    return exitCode.clean;
  }
  note(`${shownPath(path)}: ${counted(found, 'finding')}. check leaves them out from now on, and refuses any new one${mendFirst(report)}`);
  return exitCode.clean;
};

const shrink = (report: CheckReport, path: string): ExitCode => {
  const { baseline, text } = loadBaseline(path);
  const { report: left, mended } = applyBaseline(report, baseline);
  const pruned = prunedBaseline(baseline, mended);
  const rendered = renderBaseline(pruned);
  if (rendered !== text) writeAtomically(path, rendered);
  note(`${shownPath(path)}: ${counted(pruned.entries.length, 'finding')}, ${mended.length} taken out`);
  const fresh = left.findings.length;
  if (fresh === 0) return exitCode.clean;
  note(`${counted(left.findings.length, 'finding')} ${fresh === 1 ? 'is' : 'are'} not in it and will not be: a baseline only shrinks. Mend ${fresh === 1 ? 'it' : 'them'}, or answer for ${fresh === 1 ? 'it' : 'them'} with a comment: tenantscope check lists ${fresh === 1 ? 'it' : 'them'}`);
  return exitCode.findings;
};

/** `tenantscope baseline`: puts what is found into a new baseline, or takes what is mended out of the one that is there. */
export const baseline = async (directory: string, { baseline: file, ...options }: BaselineOptions): Promise<ExitCode> => {
  const project = requireDirectory(directory, 'baseline');
  const path = baselinePath(project, file);
  const { report, files } = await checkProject(project, { ...options, cache: true });
  requireSources(directory, Object.keys(files).length);
  const [unread] = report.incomplete;
  if (unread) {
    note(`nothing is written: ${counted(report.incomplete.length, 'input')} could not be read, ${unread.file ?? 'the first'}: ${unread.message}. tenantscope check lists them`);
    return exitCode.incomplete;
  }
  return existsSync(path) ? shrink(report, path) : begin(report, path);
};
