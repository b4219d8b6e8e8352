import { coverageLine, knownLine } from './coverage.ts';
import { oneLine } from './printable.ts';
import type { CheckReport, ReportedFinding } from './schema.ts';

export interface MarkdownOptions {
  /** A file of the report as seen from the root of the repository. */
  readonly pathOf: (file: string) => string;
  /** The address of a line, where there is one. */
  readonly linkOf?: ((path: string, line: number) => string) | undefined;
}

/** As many findings, and as much of what was not read, as people read in a comment. */
const shown = 20;

/** For each of the two, so that both stay below the 65,536 characters that GitHub takes. */
const characters = 28_000;

/** The first lines that fit. */
const fitting = (lines: readonly string[]): readonly string[] => {
  let left = characters;
  return lines.filter((line) => (left -= line.length + 1) >= 0);
};

/** Text from somebody else's file: no markup, no mention of a person, no end of a table cell. */
const inert = (text: string): string => oneLine(text).replace(/[\\`*_{}[\]<>()#+!|~&$]/g, (c) => `&#${c.charCodeAt(0)};`).replaceAll('@', '&#64;').replaceAll('://', '&#58;//').replaceAll('www.', 'www&#46;');

const bounded = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length)}…` : text);

const place = (file: string, line: number, { pathOf, linkOf }: MarkdownOptions): string => {
  const path = pathOf(file);
  const name = inert(`${path}:${line}`);
  return linkOf === undefined ? name : `[${name}](${linkOf(path, line)})`;
};

const row = (finding: ReportedFinding, options: MarkdownOptions): string =>
  `| ${finding.severity === 'error' ? '❌' : '⚠️'} ${finding.verdict} | ${place(finding.file, finding.line, options)} | ${inert(bounded(finding.message, 150))}: ${inert(bounded(finding.why, 200))} | \`${finding.rule}\` |`;

const unread = ({ incomplete }: CheckReport, options: MarkdownOptions): readonly string[] => {
  const lines = fitting(incomplete.slice(0, shown).map(({ file, line = 1, message }) => `- ${file === undefined ? '' : `${place(file, line, options)}: `}${inert(bounded(message, 200))}`));
  const left = incomplete.length - lines.length;
  return incomplete.length === 0 ? [] : ['**Not everything was read, so this run proves nothing about the rest:**', '', ...lines, ...(left > 0 ? [`- and ${left} more`] : []), ''];
};

const found = ({ findings }: CheckReport, options: MarkdownOptions): readonly string[] => {
  const rows = fitting(findings.slice(0, shown).map((f) => row(f, options)));
  const left = findings.length - rows.length;
  return findings.length === 0 ? [] : ['| verdict | where | what | rule |', '|---|---|---|---|', ...rows, '', ...(left > 0 ? [`and ${left} more, which are less serious or further down`, ''] : [])];
};

const title = ({ findings, incomplete, summary }: CheckReport): string => {
  if (incomplete.length > 0) return '⛔ tenantscope: incomplete';
  const count = findings.length;
  if (count > 0) return `❌ tenantscope: ${count} finding${count === 1 ? '' : 's'}`;
  return summary.scoped + summary.suppressed === summary.sites ? '✅ tenantscope: every query is proved to stay inside one tenant' : '✅ tenantscope: nothing new';
};

/** For the summary of a CI step and for the comment on a pull request: what was found, the most serious first, and the coverage line. */
export const renderMarkdown = (report: CheckReport, options: MarkdownOptions): string => {
  const known = knownLine(report);
  return [
    `### ${title(report)}`,
    '',
    ...unread(report, options),
    ...found(report, options),
    coverageLine(report.summary, 'query site'),
    ...(known === undefined ? [] : ['', known]),
    '',
  ].join('\n');
};
