import { daysBetween } from '../suppression/date.ts';
import { byPlace, type FiledSuppression } from './check-report.ts';
import { oneLine } from './printable.ts';
import type { CheckReport } from './schema.ts';
import type { Style } from './style.ts';
import type { ListedSuppression, SuppressionsReport } from './suppressions-schema.ts';

/** Days before its end from which a suppression is marked. */
export const soon = 30;

const listed = ({ file, line, column, endLine, endColumn, state, suppression, problem }: FiledSuppression, today: string): ListedSuppression => {
  const { rule, category, reason, until, owner } = suppression ?? {};
  return {
    file, line, column, endLine, endColumn, state,
    ...(rule !== undefined && { rule }),
    ...(category !== undefined && { category }),
    ...(reason !== undefined && { reason }),
    ...(until !== undefined && { until }),
    ...(owner !== undefined && { owner }),
    ...(until !== undefined && state === 'valid' && { expiresInDays: daysBetween(today, until) }),
    ...(problem && { problem }),
  };
};

const expiresSoon = ({ expiresInDays }: ListedSuppression): boolean => expiresInDays !== undefined && expiresInDays <= soon;

/** Every suppression of a project by its place, with its state on a day. */
export const suppressionsReport = (found: readonly FiledSuppression[], { incomplete, summary }: CheckReport, today: string): SuppressionsReport => {
  const suppressions = found.map((s) => listed(s, today)).sort(byPlace);
  const count = (state: ListedSuppression['state']): number => suppressions.filter((s) => s.state === state).length;
  return {
    version: 1,
    today,
    summary: {
      suppressions: suppressions.length,
      valid: count('valid'),
      expired: count('expired'),
      unused: count('unused'),
      invalid: count('invalid'),
      expiringSoon: suppressions.filter(expiresSoon).length,
      unreadable: summary.unreadable,
    },
    suppressions,
    incomplete,
  };
};

export interface SuppressionListOptions {
  readonly style: Style;
  /** How a file of the report is called where the reader stands. */
  readonly pathOf: (file: string) => string;
}

const endOf = (s: ListedSuppression): string => {
  if (s.until === undefined) return s.owner ?? '';
  const days = expiresSoon(s) ? `: ${s.expiresInDays === 0 ? 'its last day' : `${s.expiresInDays} day${s.expiresInDays === 1 ? '' : 's'} left`}` : '';
  return `until ${s.until}${s.owner === undefined ? '' : `, ${s.owner}`}${days}`;
};

const line = (s: ListedSuppression, { style, pathOf }: SuppressionListOptions): readonly string[] => {
  const mark = s.state === 'valid' ? (expiresSoon(s) ? style.warning : style.good) : style.error;
  const end = endOf(s);
  const what = s.rule === undefined ? oneLine(s.problem?.message ?? '') : `${s.rule}  ${s.category}: ${oneLine(s.reason ?? '')}${end === '' ? '' : ` (${oneLine(end)})`}`;
  return [`${style.place(`${oneLine(pathOf(s.file))}:${s.line}`)}  ${mark(s.state)}  ${what}`, ...(s.problem ? [`  why: ${oneLine(s.problem.why)}`] : [])];
};

/** The list for people: one suppression a line, what is wrong with it below; the counts last. */
export const renderSuppressions = ({ suppressions, summary, incomplete }: SuppressionsReport, options: SuppressionListOptions): string => {
  const { style, pathOf } = options;
  const unread = incomplete.map((i) => `${i.file === undefined ? '' : `${style.place(`${oneLine(pathOf(i.file))}${i.line === undefined ? '' : `:${i.line}`}`)}  `}${style.error('not read')}  ${oneLine(i.message)}`);
  const { valid, expired, unused, invalid, expiringSoon, unreadable } = summary;
  const ending = expiringSoon === 0 ? '' : `; ${expiringSoon} end${expiringSoon === 1 ? 's' : ''} within ${soon} days`;
  const counts = `${summary.suppressions} suppression${summary.suppressions === 1 ? '' : 's'}: ${valid} valid, ${expired} expired, ${unused} unused, ${invalid} invalid, ${unreadable} unreadable${ending}`;
  const body = [...suppressions.flatMap((s) => line(s, options)), ...unread];
  return `${[...body, ...(body.length > 0 ? [''] : []), style.strong(counts)].join('\n')}\n`;
};
