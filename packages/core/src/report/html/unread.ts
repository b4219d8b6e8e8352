import type { Incomplete } from '../schema.ts';
import { counted, place, shown } from './text.ts';

const shownInputs = 10;

const item = ({ file, line, message }: Incomplete): string => `<li>${file === undefined ? '' : `${place(file, line)} `}${shown(message)}</li>`;

const items = (some: readonly Incomplete[]): string => `<ul>\n${some.map(item).join('\n')}\n</ul>`;

/** What was not read, before anything that was: the report proves nothing about it. */
export const unread = (incomplete: readonly Incomplete[]): string => {
  if (incomplete.length === 0) return '';
  const rest = incomplete.slice(shownInputs);
  return `<section class="unread" aria-labelledby="not-read">
<h2 id="not-read"><span aria-hidden="true">!</span> Not read</h2>
<p>${counted(incomplete.length, 'problem')} kept this run from reading everything. Nothing is proved of what was not read.</p>
${items(incomplete.slice(0, shownInputs))}
${rest.length === 0 ? '' : `<details class="more"><summary>${counted(rest.length, 'more problem')}</summary>\n${items(rest)}\n</details>`}
</section>`;
};
