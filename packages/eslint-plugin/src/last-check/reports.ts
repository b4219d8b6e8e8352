import { textHash } from '@tenantscope/command/verdicts';
import type { CheckReport, LastCheck } from '@tenantscope/core';
import { onlyPlaceOf, type Position, positionAt } from './text.ts';

type Finding = CheckReport['findings'][number];
type Site = CheckReport['sites'][number];

export interface Report {
  readonly message: string;
  readonly loc: { readonly start: Position; readonly end: Position };
}

const messageOf = ({ rule, message, why }: Finding): string => `${message}: ${why} (${rule})`;

const placeOf = ({ line, column, endLine, endColumn }: Finding): Report['loc'] => ({ start: { line, column: column - 1 }, end: { line: endLine, column: endColumn - 1 } });

/** A position in a chain, where the chain has moved to: its first line moves sideways too. */
const moved = (at: Position, from: Position, to: Position): Position => ({ line: at.line - from.line + to.line, column: at.line === from.line ? at.column - from.column + to.column : at.column });

const isWithin = (at: Position, { start, end }: Report['loc']): boolean =>
  (at.line > start.line || (at.line === start.line && at.column >= start.column)) && (at.line < end.line || (at.line === end.line && at.column <= end.column));

/** The place of a finding in a text that has changed: where its site's chain stands now, and the same part of it. */
const placeIn = (finding: Finding, site: Site, chain: string, text: string): Report['loc'] | undefined => {
  const offset = onlyPlaceOf(chain, text);
  if (offset === undefined) return undefined;
  const now = { start: positionAt(text, offset), end: positionAt(text, offset + chain.length) };
  const from = { line: site.line, column: site.column - 1 };
  const { start, end } = placeOf(finding);
  const there = { start: moved(start, from, now.start), end: moved(end, from, now.start) };
  return isWithin(there.start, now) && isWithin(there.end, now) ? there : now;
};

const distinct = (reports: readonly Report[]): readonly Report[] => [...new Map(reports.map((r) => [JSON.stringify(r), r])).values()];

const start = { line: 1, column: 0 };
const atStart = (message: string): Report => ({ message, loc: { start, end: start } });

const unread = ({ report }: LastCheck, file: string): readonly Report[] =>
  report.incomplete.filter((i) => i.file === file).map(({ line = 1, message }) => ({ message: `not read by the last check: ${message}`, loc: { start: { line, column: 0 }, end: { line, column: 0 } } }));

const ofChanged = (verdicts: LastCheck, file: string, text: string): readonly Report[] => {
  const sites = verdicts.report.sites.filter((s) => s.file === file);
  const texts = verdicts.texts[file] ?? {};
  const found = verdicts.report.findings.flatMap((finding): readonly Report[] => {
    const site = finding.file === file ? sites.find((s) => s.fingerprint === finding.fingerprint) : undefined;
    const chain = site?.fingerprint === undefined ? undefined : texts[site.fingerprint];
    const loc = site && chain !== undefined ? placeIn(finding, site, chain, text) : undefined;
    return loc ? [{ message: `${messageOf(finding)} (as of the last check)`, loc }] : [];
  });
  const count = sites.length;
  const note = count === 0 ? [] : [atStart(`${count} verdict${count === 1 ? ' is' : 's are'} stale: the file has changed since the last check, at ${verdicts.time}; run tenantscope check`)];
  return [...note, ...distinct(found)];
};

/** What the last check says of a file: each finding at its place, or where its query stands now if the text has changed. */
export const reportsOf = (verdicts: LastCheck, file: string, text: string): readonly Report[] => {
  const judged = verdicts.files[file];
  if (judged === undefined) return [];
  if (judged !== textHash(text)) return ofChanged(verdicts, file, text);
  return [...unread(verdicts, file), ...verdicts.report.findings.filter((f) => f.file === file).map((f) => ({ message: messageOf(f), loc: placeOf(f) }))];
};

/** There is nothing to report from. */
export const noVerdicts: Report = atStart('no verdicts are kept for this project: run tenantscope check, which keeps them in node_modules/.cache/tenantscope');
