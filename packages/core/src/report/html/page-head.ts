import { shown } from './text.ts';

export interface PageHead {
  /** What kind of report this is, and of what. */
  readonly about: string;
  readonly state: 'good' | 'open' | 'bad';
  /** The state in a word or two. */
  readonly word: string;
  readonly headline: string;
  /** The line of counts that the command ends with. */
  readonly line: string;
}

/** The outcome, before everything else. */
export const pageHead = ({ about, state, word, headline, line }: PageHead): string => `<header class="overview ${state}">
<p class="eyebrow">${shown(about)}</p>
<p class="state">${shown(word)}</p>
<h1>${shown(headline)}</h1>
<p class="line">${shown(line)}</p>
</header>`;
