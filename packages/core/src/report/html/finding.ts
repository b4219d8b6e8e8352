import { clip } from '../excerpt.ts';
import type { ReportedFinding } from '../schema.ts';
import { source } from './source.ts';
import { code, counted, place, shown } from './text.ts';

export interface SourceOptions {
  /** The lines of a file that the report names; undefined when it cannot be read any more. */
  readonly linesOf: (file: string) => readonly string[] | undefined;
}

/** What a group says once for all its findings. */
export interface Said {
  readonly message: boolean;
  readonly why: boolean;
}

type Step = ReportedFinding['trace'][number];

const shownSteps = 20;
/** Columns of a line of source beside a step. */
const longestLine = 120;

const placeOf = ({ file, line }: { readonly file: string; readonly line: number }): string => `${file}:${line}`;

/** A line of source is shown where it is not the one above. */
const step = (now: Step, before: { readonly file: string; readonly line: number }, { linesOf }: SourceOptions): string => {
  const text = placeOf(now) === placeOf(before) ? '' : clip((linesOf(now.file)?.[now.line - 1] ?? '').trim(), longestLine);
  return `<li>${shown(now.message)} ${place(now.file, now.line)}${text === '' ? '' : `<br>${code(text)}`}</li>`;
};

/** The way of the value, or of the call, to the query. */
const flow = (f: ReportedFinding, options: SourceOptions): string => {
  const { trace } = f;
  if (trace.length === 0) return '';
  const rest = trace.length - shownSteps;
  const steps = trace.slice(0, shownSteps).map((s, i) => step(s, trace[i - 1] ?? f, options));
  return `<ol class="flow">${steps.join('')}${rest > 0 ? `<li>${counted(rest, 'more step')} …</li>` : ''}</ol>`;
};

/** One finding at its source; `level` of its heading. */
export const findingHtml = (f: ReportedFinding, said: Said, level: number, options: SourceOptions): string =>
  [
    `<article class="finding ${f.verdict}">`,
    `<h${level}>${place(f.file, f.line, f.column)}${f.function === '' ? '' : ` <span>in ${code(f.function)}</span>`}</h${level}>`,
    ...(said.message ? [] : [`<p>${shown(f.message)}</p>`]),
    source(options.linesOf(f.file), f),
    ...(said.why ? [] : [`<p class="why">${shown(f.why)}</p>`]),
    flow(f, options),
    ...(f.fix === undefined ? [] : [`<p>Suggested: ${code(f.fix)}</p>`]),
    '</article>',
  ].join('');
