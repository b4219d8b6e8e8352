import type { ReportedFinding } from '../schema.ts';
import { source } from './source.ts';
import { code, place, shown } from './text.ts';

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

const step = ({ file, line, message }: Step, { linesOf }: SourceOptions): string => {
  const text = linesOf(file)?.[line - 1]?.trim();
  return `<li>${shown(message)} ${place(file, line)}${text === undefined || text === '' ? '' : `<br>${code(text.slice(0, 160))}`}</li>`;
};

/** The way of the value, or of the call, to the query. */
const flow = (trace: readonly Step[], options: SourceOptions): string => {
  if (trace.length === 0) return '';
  const rest = trace.length - shownSteps;
  const steps = trace.slice(0, shownSteps).map((s) => step(s, options));
  return `<ol class="flow">${steps.join('')}${rest > 0 ? `<li>${rest} more</li>` : ''}</ol>`;
};

/** One finding at its source; `level` of its heading. */
export const findingHtml = (f: ReportedFinding, said: Said, level: number, options: SourceOptions): string =>
  [
    `<article class="finding ${f.verdict}">`,
    `<h${level}>${place(f.file, f.line, f.column)}${f.function === '' ? '' : ` <span>in ${code(f.function)}</span>`}</h${level}>`,
    ...(said.message ? [] : [`<p>${shown(f.message)}</p>`]),
    source(options.linesOf(f.file), f),
    ...(said.why ? [] : [`<p class="why">${shown(f.why)}</p>`]),
    flow(f.trace, options),
    ...(f.fix === undefined ? [] : [`<p>Suggested: ${code(f.fix)}</p>`]),
    '</article>',
  ].join('');
