/** Control characters, and the characters that reorder or hide text on a terminal. A joiner after an emoji is part of the emoji. */
const hidden = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|(?<!\p{Extended_Pictographic}\ufe0f?)\u200d/gu;

const picture = (char: string): string => {
  const code = char.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : `<${code.toString(16).padStart(4, '0')}>`;
};

/**
 * Text from somebody else's file, safe to print on a terminal: an escape sequence in a string literal must not colour, move
 * or retitle it. Tabs become two spaces.
 */
export const printable = (text: string): string => text.replaceAll('\t', '  ').replace(hidden, picture);

/** Joins what stands on several lines. */
export const oneLine = (text: string): string => printable(text.replace(/\s+/g, ' ').trim());
