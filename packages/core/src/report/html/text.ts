import { escaped } from '../escape.ts';
import { clip } from '../excerpt.ts';
import { oneLine } from '../printable.ts';

/** More of a message is not shown: it may hold a whole SQL statement. */
const longest = 600;

/** Text from somebody else's code on one line of a page: nothing in it is markup, hides or reorders what stands beside it. */
export const shown = (text: string): string => escaped(clip(oneLine(text), longest));

/** The same for what is read letter by letter. Long names may break anywhere. */
export const code = (text: string): string => `<code>${shown(text)}</code>`;

/** `1 site`, `2,000 sites`. */
export const counted = (count: number, noun: string): string => `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

/** The line is shown however long the name of the file is. */
export const place = (file: string, line?: number, column?: number): string => `<code>${[shown(file), ...(line === undefined ? [] : [line]), ...(column === undefined ? [] : [column])].join(':')}</code>`;

/** Only for eyes that do not see the page. */
export const unseen = (text: string): string => `<span class="unseen">${text}</span>`;
