import { coverageLine, knownLine } from './coverage.ts';
import { oneLine } from './printable.ts';
import type { CheckReport, ReportedFinding } from './schema.ts';

export interface GithubOptions {
  /** A file of the report as seen from the root of the repository. */
  readonly pathOf: (file: string) => string;
}

/** GitHub shows so many annotations of a step, of each kind, and drops the others without a word. */
const shown = 10;

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

const command = (name: string, properties: Readonly<Record<string, string | number>>, message: string): string => {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`).join(',');
  return `::${name}${given === '' ? '' : ` ${given}`}::${data(oneLine(message))}`;
};

const annotation = ({ severity, rule, message, why, file, line, column, endLine, endColumn }: ReportedFinding, { pathOf }: GithubOptions): string =>
  command(severity, { file: pathOf(file), line, endLine, ...(endLine === line && { col: column, endColumn }), title: rule }, `${message}: ${why}`);

/** Workflow commands that GitHub turns into annotations, the most serious first; what it would drop is counted. */
export const renderGithub = (report: CheckReport, options: GithubOptions): string => {
  const { summary, findings, incomplete } = report;
  const unread = incomplete.map(({ file, line = 1, message }) => command('error', { ...(file !== undefined && { file: options.pathOf(file), line }), title: 'not read' }, message));
  const of = (severity: ReportedFinding['severity']): readonly string[] => findings.filter((f) => f.severity === severity).map((f) => annotation(f, options));
  const errors = [...unread, ...of('error')];
  const warnings = of('warning');
  const left = Math.max(0, errors.length - shown) + Math.max(0, warnings.length - shown);
  const known = knownLine(report);
  return [
    ...errors.slice(0, shown),
    ...warnings.slice(0, shown),
    ...(left > 0 ? [command('notice', { title: 'tenantscope' }, `${left} more findings have no annotation, because GitHub shows ${shown} errors and ${shown} warnings of a step: see the summary or the report`)] : []),
    ...(known === undefined ? [] : [known]),
    coverageLine(summary, 'query site'),
    '',
  ].join('\n');
};
