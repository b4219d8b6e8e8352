import { escaped } from '../escape.ts';
import { excerptOf } from '../excerpt.ts';
import type { Range } from '../place.ts';

const row = (number: string, text: string): string => `<span class="row"><span class="no">${number}</span>${text}</span>`;

/** The source lines of a range, the range underlined; nothing where they cannot be shown any more. */
export const source = (lines: readonly string[] | undefined, range: Range): string => {
  const { lines: found, more } = excerptOf(lines ?? [], range);
  if (found.length === 0) return '';
  const rows = found.map(({ number, before, marked, after }) => {
    // A place that is not in the text, or that has no width, is still marked.
    const mark = marked === '' && number !== range.line ? '' : `<mark>${escaped(marked) || ' '}</mark>`;
    return row(String(number), `${escaped(before)}${mark}${escaped(after)}`);
  });
  return `<pre>${rows.join('')}${more ? row('…', '') : ''}</pre>`;
};
