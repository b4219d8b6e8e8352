import { createHash } from 'node:crypto';

/** What a query site is known by while its file changes around it. */
export interface FingerprintedSite {
  /** The path of the enclosing named functions and classes. */
  readonly function: string;
  readonly operation: string;
  /** Its chain: from the handle to the last call. */
  readonly text: string;
}

/** A comment, or a string or template that may hold what looks like one. */
const commentOrString = /\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\/|'(?:\\[^]|[^'\\\n])*'|"(?:\\[^]|[^"\\\n])*"|`(?:\\[^]|[^`\\])*`/g;

/** The same for all ways to lay out the same code: no comments, no blanks but between words, no comma before a closing bracket. */
export const normalised = (text: string): string =>
  text
    .replace(commentOrString, (found) => (found.startsWith('//') || found.startsWith('/*') ? ' ' : found))
    .replace(/\s+/g, ' ')
    .replace(/ ?([^\w$ ]) ?/g, '$1')
    .replace(/,([)\]}])/g, '$1')
    .trim();

const keyOf = ({ function: path, operation, text }: FingerprintedSite): string => `${path}\0${operation}\0${normalised(text)}`;

/** The first 16 hexadecimal digits of a SHA-256; `ordinal` tells sites of one file apart that are alike in everything: 0 is the first. */
export const fingerprintOf = (site: FingerprintedSite, ordinal: number): string => createHash('sha256').update(`${keyOf(site)}\0${ordinal}`).digest('hex').slice(0, 16);

/** The sites of any files, in the order of their places, each with its fingerprint. */
export const withFingerprints = <S extends FingerprintedSite & { readonly file: string }>(sites: readonly S[]): readonly (S & { readonly fingerprint: string })[] => {
  const seen = new Map<string, number>();
  return sites.map((site) => {
    const key = `${site.file}\0${keyOf(site)}`;
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    return { ...site, fingerprint: fingerprintOf(site, ordinal) };
  });
};
