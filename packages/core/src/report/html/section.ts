import { counted } from './text.ts';

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly count: number;
  /** What is counted, in the singular. */
  readonly noun: string;
  readonly intro: string;
  /** Markup. */
  readonly body: string;
}

/** A part of the page with its heading; nothing where it has nothing to say. */
export const section = ({ id, title, count, noun, intro, body }: Section): string =>
  count === 0
    ? ''
    : `<section aria-labelledby="${id}">
<h2 id="${id}">${title} <small>${counted(count, noun)}</small></h2>
<p class="intro">${intro}</p>
${body}
</section>`;
