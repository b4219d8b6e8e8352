import { escapeText } from '../pretty.ts';
import type { CheckReport } from '../schema.ts';
import { ruleLink } from './rule-notes.ts';
import type { Section } from './section.ts';
import { htmlTable } from './table.ts';
import { code, place, shown } from './text.ts';

const suppressionRows = ({ sites }: CheckReport): readonly (readonly string[])[] =>
  sites.flatMap((s) => (s.suppressions ?? []).map((a) => [place(s.file, a.line), shown(a.reason), shown(a.category), ruleLink(a.rule), a.until === undefined ? 'no end' : shown(a.until), a.owner === undefined ? 'nobody' : shown(a.owner)]));

const escapeRows = ({ sites }: CheckReport): readonly (readonly string[])[] =>
  sites.flatMap((s) => (s.escape ? [[place(s.file, s.line, s.column), shown(escapeText(s.escape)), shown(s.operation), [...new Set([...s.tables, ...s.escape.tables])].map(code).join(', ')]] : []));

const headed = (heading: string, text: string, columns: readonly string[], rows: readonly (readonly string[])[], noun: string): string =>
  rows.length === 0 ? '' : `<h3>${heading}</h3>\n<p>${text}</p>\n${htmlTable({ caption: heading, noun, columns: columns.map((c) => ({ heading: c })), rows })}`;

/** What somebody answers for: findings that comments suppress, and declared queries over several tenants' rows. */
export const answeredSection = (report: CheckReport): Section => {
  const suppressions = suppressionRows(report);
  const escapes = escapeRows(report);
  return {
    id: 'answered', title: 'Answered for', count: suppressions.length + escapes.length, noun: 'declaration',
    intro: 'Nothing is proved of these. Somebody has written down why they may be.',
    body: [
      headed('Suppressions', 'A comment in the code takes a finding out of the list, with a reason.', ['Comment', 'Reason', 'Category', 'Rule', 'Until', 'Owner'], suppressions, 'suppressions'),
      headed('Declared escapes', 'Queries over several tenants’ rows that the code declares as such.', ['Query', 'Reason', 'Operation', 'Tables'], escapes, 'escapes'),
    ].join('\n'),
  };
};
