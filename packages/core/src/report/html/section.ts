import { counted } from './text.ts';

/** A part of the page. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** A section that counts nothing has nothing to say. */
  readonly count: number;
  /** What is counted, in the singular. */
  readonly noun: string;
  readonly intro: string;
  /** Markup. */
  readonly body: string;
}

export const sectionHtml = ({ id, title, count, noun, intro, body }: Section): string => `<section aria-labelledby="${id}">
<h2 id="${id}">${title} <small>${counted(count, noun)}</small></h2>
<p class="intro">${intro}</p>
${body}
</section>`;

/** The way to each of the sections. */
export const contents = (sections: readonly Section[]): string =>
  sections.length < 2 ? '' : `<nav aria-label="Contents"><ul>${sections.map(({ id, title }) => `<li><a href="#${id}">${title}</a></li>`).join('')}</ul></nav>`;
