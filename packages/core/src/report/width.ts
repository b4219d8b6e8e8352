import { eastAsianWidth } from 'get-east-asian-width';

const segmenter = new Intl.Segmenter();
const emoji = /\p{Emoji_Presentation}|\ufe0f/u;
const invisible = /^[\p{Mark}\p{Format}]*$/u;

const widthOf = (grapheme: string): number => {
  if (invisible.test(grapheme)) return 0;
  return emoji.test(grapheme) ? 2 : eastAsianWidth(grapheme.codePointAt(0) ?? 0);
};

/** Columns that printable text takes on a terminal. */
export const widthIn = (text: string): number => {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += widthOf(segment);
  return width;
};
