import type { Span } from '../query/node.ts';

/** A text and the way from the parser's byte offsets into it. Parsed may be a part of the text only, or have a prefix of its own. */
export interface Source {
  readonly text: string;
  /** UTF-16 offset of a parse location; a missing location is 0, a negative one is unknown (-1). */
  readonly offset: (location: number | undefined) => number;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII
const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text);

const utf8Length = (code: number): number => {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
};

/** For every byte of the UTF-8 form the UTF-16 offset of its character. */
const utf16Offsets = (text: string): Uint32Array => {
  let bytes = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.codePointAt(i) ?? 0;
    bytes += utf8Length(code);
    if (code > 0xffff) i += 1;
  }
  const offsets = new Uint32Array(bytes + 1);
  let at = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.codePointAt(i) ?? 0;
    const end = at + utf8Length(code);
    offsets.fill(i, at, end);
    at = end;
    if (code > 0xffff) i += 1;
  }
  offsets[bytes] = text.length;
  return offsets;
};

/** `parsed` is what the parser was given; its first character stands at `base` of `text`. */
export const createSource = (text: string, parsed: string, base: number): Source => {
  const offsets = isAscii(parsed) ? undefined : utf16Offsets(parsed);
  return {
    text,
    offset: (location = 0) => {
      if (location < 0) return -1;
      return Math.min(text.length, Math.max(0, base + (offsets ? (offsets[location] ?? parsed.length) : location)));
    },
  };
};

/** From the first to the last of some spans, those that are known. */
export const cover = (spans: readonly (Span | undefined)[]): Span | undefined => {
  let start = Number.POSITIVE_INFINITY;
  let end = -1;
  for (const span of spans) {
    if (!span) continue;
    start = Math.min(start, span.start);
    end = Math.max(end, span.end);
  }
  return end < 0 ? undefined : { start, end };
};
