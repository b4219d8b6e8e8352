import { exitCode, type ExitCode, loadParser, styleFor, writeReport } from '@tenantscope/command';
import { Unreachable } from '../catalog/connect.ts';
import { diff } from '../diff/diff.ts';
import { type DiffReport, renderDiff } from '../report/diff.ts';
import { subjectOf } from '../subjects/any.ts';
import type { Read, Subject } from '../subjects/subject.ts';
import { type ConfigurationOptions, configurationFor } from './configuration.ts';

export interface DiffOptions extends ConfigurationOptions {
  readonly format: 'pretty' | 'json';
  readonly output?: string;
}

const read = async (subject: Subject): Promise<Read | string> => {
  try {
    return await subject.read();
  } catch (error) {
    if (error instanceof Unreachable) return error.message;
    throw error;
  }
};

const nothing = { objects: [], equal: 0, changed: [], found: [], gone: [] };

const codeOf = ({ changed, found, incomplete }: DiffReport): ExitCode => {
  if (incomplete.length > 0) return exitCode.incomplete;
  return changed.some((c) => c.change === 'widened' || (c.change === 'undecided' && c.after !== 'scoped')) || found.some((f) => f.severity !== 'info') ? exitCode.findings : exitCode.clean;
};

/** `rls-audit diff`: what roles reach in the second database and did not in the first. */
export const compare = async (before: string, after: string, options: DiffOptions): Promise<ExitCode> => {
  const subjects = [subjectOf(before), subjectOf(after)] as const;
  const { configuration } = configurationFor(options);
  await loadParser();
  const [one, two] = [await read(subjects[0]), await read(subjects[1])];
  const incomplete = [one, two].flatMap((r, i) => (typeof r === 'string' ? [r] : r.incomplete).map((message) => ({ message: `${subjects[i]?.name ?? ''}: ${message}` })));
  const result = typeof one === 'string' || typeof two === 'string' ? nothing : await diff(one.snapshot, two.snapshot, configuration);
  const report: DiffReport = { version: 1, before: subjects[0].name, after: subjects[1].name, ...result, incomplete };
  const style = styleFor(options.output === undefined ? process.stdout : {}, process.env);
  writeReport(options.format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : renderDiff(report, style), options.output);
  return codeOf(report);
};
