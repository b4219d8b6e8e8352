import { existsSync, readFileSync } from 'node:fs';

/** A rule's page, taken apart. */
export interface Page {
  readonly heading: string;
  readonly description: string;
  readonly facts: string;
  /** Sections in their order, each with its text. */
  readonly sections: ReadonlyMap<string, string>;
}

export const readPage = (page: URL): Page | undefined => {
  if (!existsSync(page)) return undefined;
  const [head = '', ...sections] = readFileSync(page, 'utf8').split(/^## /m);
  const [heading = '', , description = '', , facts = '', ...rest] = head.split('\n');
  if (rest.join('').trim() !== '') throw new Error(`${page.pathname} says something before its first section: ${rest.join('\n')}`);
  return { heading, description, facts, sections: new Map(sections.map((s) => [s.slice(0, s.indexOf('\n')), s.slice(s.indexOf('\n') + 1)])) };
};

/** The one block of TypeScript in a section. */
export const exampleIn = ({ sections }: Page, title: string): string => {
  const blocks = [...(sections.get(title) ?? '').matchAll(/^```ts\n([^]*?)^```$/gm)].map((m) => m[1] ?? '');
  if (blocks.length !== 1) throw new Error(`"${title}" has ${blocks.length} blocks of TypeScript, not one`);
  return blocks[0] ?? '';
};

/** Where a page's links lead to, without those of the web. */
export const linksIn = ({ sections }: Page): readonly string[] =>
  [...sections.values()].flatMap((text) => [...text.matchAll(/\]\(([^)#]+)/g)].map((m) => m[1] ?? '')).filter((link) => !link.startsWith('https:'));
