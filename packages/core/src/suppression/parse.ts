import { didYouMean } from '../model/validate-nearest.ts';
import { isSuppressionCategory, suppressionCategories, type SuppressionCategory } from '../rules/suppression-categories.ts';
import { isDate } from './date.ts';
import { type SuppressionProblem, suppressionForm, suppressionProblem } from './problem.ts';
import { saysSomething } from './reason.ts';
import { suppressibleRules } from './rule-names.ts';

/** `tenantscope-allow <rule> <category>: <reason> (until <date>, <owner>)`, as it is written. */
export interface Suppression {
  /** A rule of the catalogue, or the rule of the ESLint plugin that stands for some. */
  readonly rule: string;
  readonly category: SuppressionCategory;
  readonly reason: string;
  /** The last day on which it holds, `YYYY-MM-DD`. */
  readonly until?: string | undefined;
  readonly owner?: string | undefined;
}

export type ParsedSuppression = { readonly suppression: Suppression } | { readonly problem: SuppressionProblem };

/** What begins every suppression: a text without it has none. */
export const suppressionKeyword = 'tenantscope-allow';

const refuse = (kind: SuppressionProblem['kind'], why: string): ParsedSuppression => ({ problem: suppressionProblem(kind, why) });
const malformed = (why: string): ParsedSuppression => refuse('malformed', `${why}; it reads: ${suppressionForm}`);

/** The words of a comment on one line, without what makes it a comment: ESLint gives comments so. */
const wordsIn = (comment: string): string =>
  comment
    .replace(/^[\s/*]+/, '')
    .replace(/\*+\/\s*$/, '')
    .replace(/\s*[\n\r\u2028\u2029]+\s*\**/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

interface Ending {
  readonly until?: string | undefined;
  readonly owner?: string | undefined;
}

const endingOf = (text: string): Ending | ParsedSuppression => {
  const [date = '', ...rest] = text.split(',').map((part) => part.trim());
  const owner = rest.join(', ');
  if (!isDate(date)) return refuse('invalid-date', `"${date}" is not a day of the calendar, written YYYY-MM-DD`);
  if (rest.length > 0 && owner === '') return malformed('its owner is missing after the comma');
  return { until: date, ...(owner !== '' && { owner }) };
};

const day = String.raw`(?:\d{4}-\d{2}(?:-\d{2})?|\d{1,2}[./]\d{1,2}[./]\d{2,4})`;
const ending = String.raw`\b(?:until|till|expir\w+|valid)\b[^.;]*\b(?:${day}|\d{4}|q[1-4]\b)`;
const misplacedEnd = new RegExp(String.raw`\(\s*until\b|${ending}|${day}\W*$`, 'i');

/** An end that is not where it is looked for would make a suppression hold for ever. */
const mentionsEnd = (reason: string): boolean => misplacedEnd.test(reason);

const withReason = (rule: string, category: SuppressionCategory, text: string): ParsedSuppression => {
  const [, before, end] = /^(.*?)\(\s*until\b([^()]*)\)\.?$/i.exec(text) ?? [];
  const reason = (before ?? text).trim();
  if (mentionsEnd(reason)) return malformed('its end must be the last thing in it, in parentheses: (until YYYY-MM-DD)');
  const ending = end === undefined ? {} : endingOf(end);
  if ('problem' in ending || 'suppression' in ending) return ending;
  if (!saysSomething(reason, [rule, category])) return refuse('no-reason', `say why the finding may stay; it reads: ${suppressionForm}`);
  return { suppression: { rule, category, reason, ...ending } };
};

const missingIn = (head: readonly string[]): string | undefined => {
  const [first] = head;
  if (first === undefined) return 'its rule is missing';
  if (head.length === 1) return isSuppressionCategory(first) ? 'its rule is missing' : 'its category is missing';
  return head.length > 2 ? 'a colon must follow its category' : undefined;
};

const afterKeyword = (text: string): ParsedSuppression => {
  const colon = text.indexOf(':');
  const head = (colon < 0 ? text : text.slice(0, colon)).split(' ').filter((word) => word !== '');
  const missing = missingIn(head);
  if (missing !== undefined) return malformed(missing);
  const [rule = '', category = ''] = head;
  if (!suppressibleRules.includes(rule)) return refuse('unknown-rule', `there is no rule "${rule}" to suppress${didYouMean(rule, suppressibleRules)}`);
  const categories = Object.keys(suppressionCategories);
  if (!isSuppressionCategory(category)) return refuse('unknown-category', `there is no category "${category}"${didYouMean(category, categories)} (${categories.join(', ')})`);
  return withReason(rule, category, colon < 0 ? '' : text.slice(colon + 1).trim());
};

/** The suppression that a comment is, or what is wrong with it; undefined for any other comment. With or without `//` and `/*`. */
export const parseSuppression = (comment: string): ParsedSuppression | undefined => {
  const text = wordsIn(comment);
  if (!text.toLowerCase().startsWith(suppressionKeyword)) return undefined;
  const [keyword = '', ...rest] = text.split(' ');
  return keyword === suppressionKeyword ? afterKeyword(rest.join(' ')) : malformed(`"${keyword}" is not ${suppressionKeyword}`);
};
