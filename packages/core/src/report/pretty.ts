import type { DeclaredEscape } from './check-report.ts';
import { coverageLine, knownLine } from './coverage.ts';
import { excerpt } from './excerpt.ts';
import type { Range } from './place.ts';
import { oneLine } from './printable.ts';
import type { CheckReport, Incomplete, ProveReport, ReportedFinding, ReportedSite, ReportedStatement, StatementFinding, Summary } from './schema.ts';
import type { Style } from './style.ts';

export interface PrettyOptions {
  readonly style: Style;
  /** The lines of a file that the report names; undefined when it cannot be read any more. */
  readonly linesOf: (file: string) => readonly string[] | undefined;
  /** How a file of the report is called where the reader stands. */
  readonly pathOf?: ((file: string) => string) | undefined;
}

interface Shown extends Range {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly why: string;
}

const markFor = (severity: Shown['severity'], style: Style): ((text: string) => string) => (severity === 'error' ? style.error : style.warning);

const path = (file: string, { pathOf }: PrettyOptions): string => oneLine(pathOf ? pathOf(file) : file);

const findingHead = (file: string, finding: Shown, options: PrettyOptions): readonly string[] => {
  const { style, linesOf } = options;
  const mark = markFor(finding.severity, style);
  const lines = linesOf(file);
  return [
    `${style.place(`${path(file, options)}:${finding.line}:${finding.column}`)}  ${mark(finding.rule)}  ${style.strong(oneLine(finding.message))}`,
    ...(lines ? excerpt(lines, finding, style, mark) : []),
    `  why: ${oneLine(finding.why)}`,
  ];
};

const traceLines = (finding: ReportedFinding, options: PrettyOptions): readonly string[] =>
  finding.trace.map((t) => options.style.faint(`  ${path(t.file, options)}:${t.line}  ${oneLine(t.message)}`));

const unreadLine = ({ file, line, message }: Incomplete, options: PrettyOptions): string => {
  const { style } = options;
  const place = file === undefined ? '' : `${path(file, options)}${line === undefined ? '' : `:${line}`}  `;
  return `${style.place(place)}${style.error('not read')}  ${oneLine(message)}`;
};

const closing = (
  summary: Summary,
  noun: string,
  { incomplete, assumptions, findings = [], known }: Pick<CheckReport, 'incomplete' | 'assumptions' | 'known'> & { readonly findings?: readonly unknown[] },
  options: PrettyOptions,
): readonly string[] => {
  const { style } = options;
  const clean = summary.sites > 0 && summary.scoped + summary.suppressed === summary.sites && incomplete.length === 0 && findings.length === 0;
  const left = knownLine({ known });
  return [
    ...incomplete.map((i) => unreadLine(i, options)),
    ...(incomplete.length > 0 ? [''] : []),
    ...assumptions.map((a) => style.faint(`assumed: ${oneLine(a)}`)),
    ...(left === undefined ? [] : [style.faint(left)]),
    (clean ? style.good : style.strong)(coverageLine(summary, noun)),
  ];
};

/** Why a query over several tenants' rows is there: `quarterly report (ticket OPS-12, actor billing-job)`. */
export const escapeText = ({ reason, ticket, actor }: DeclaredEscape): string => {
  const who = [ticket === undefined ? '' : `ticket ${ticket}`, actor === undefined ? '' : `actor ${actor}`].filter((part) => part !== '');
  return `${reason ?? 'its reason is only known at run time'}${who.length > 0 ? ` (${who.join(', ')})` : ''}`;
};

const escapeLines = (sites: readonly ReportedSite[], options: PrettyOptions): readonly string[] => {
  const lines = sites.flatMap((site) =>
    site.escape
      ? [`${options.style.place(`${path(site.file, options)}:${site.line}:${site.column}`)}  escape  ${oneLine([site.operation, ...(site.tables.length > 0 ? [`of ${site.tables.join(', ')}`] : [])].join(' '))}: ${oneLine(escapeText(site.escape))}`]
      : [],
  );
  return lines.length > 0 ? [...lines, ''] : [];
};

const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** The report for people: each finding at its source, unscoped first; the coverage line last. */
export const renderCheck = (report: CheckReport, options: PrettyOptions): string => {
  const findings = report.findings.flatMap((f) => [...findingHead(f.file, f, options), ...traceLines(f, options), '']);
  return text([...findings, ...escapeLines(report.sites, options), ...closing(report.summary, 'query site', report, options)]);
};

const scopedLine = ({ file, line, why }: ReportedStatement, style: Style): string =>
  `${style.place(`${oneLine(file)}:${line}`)}  ${style.good('scoped')}  ${oneLine(why)}`;

const proveFinding = (file: string, finding: StatementFinding, options: PrettyOptions): readonly string[] => [...findingHead(file, finding, options), ''];

/** The verdicts on SQL texts for people, in the order of the texts. */
export const renderProve = (report: ProveReport, options: PrettyOptions): string => {
  const { style } = options;
  const statements = report.statements.flatMap((s) =>
    s.verdict === 'scoped' ? [scopedLine(s, style), ''] : s.findings.flatMap((f) => proveFinding(s.file, f, options)),
  );
  return text([...statements, ...closing(report.summary, 'statement', report, options)]);
};
