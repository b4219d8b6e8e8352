import { oneLine } from '@tenantscope/core';

/** Lines of a module in JavaScript, without their indentation. */
export type Lines = readonly string[];

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\u2028': '\\u2028', '\u2029': '\\u2029' };

/** A string literal in single quotes. */
export const quote = (text: string): string => `'${text.replace(/[\\'\n\r\u2028\u2029]/g, (c) => escapes[c] ?? c)}'`;

/** A property's name; `__proto__` would set the prototype of the object. */
export const propertyName = (name: string): string => {
  if (name === '__proto__') return "['__proto__']";
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
};

export const remark = (text: string): string => `// ${oneLine(text)}`;

/** A reason as a sentence of its own. */
export const sentence = (why: string): string => remark(`${why.charAt(0).toUpperCase()}${why.slice(1)}${why.endsWith('.') ? '' : '.'}`);

const indented = (lines: Lines): Lines => lines.map((l) => (l === '' ? l : `  ${l}`));

/** Lines that are there to be taken in: they are comments until then. */
export const commentedOut = (lines: Lines): Lines => lines.map((l) => `// ${l}`);

/** `name: { … },` around other lines; nothing around nothing. */
export const block = (name: string, lines: Lines): Lines => (lines.length === 0 ? [] : [`${propertyName(name)}: {`, ...indented(lines), '},']);

/** A list with an element a line, each with a remark. */
export const list = (name: string, items: readonly { readonly value: string; readonly why: string }[]): Lines => [
  `${propertyName(name)}: [`,
  ...items.map(({ value, why }) => `  ${quote(value)},${why === '' ? '' : ` ${remark(why)}`}`),
  '],',
];

export const moduleOf = (head: Lines, lines: Lines): string => `${[...head, 'export default {', ...indented(lines), '};'].join('\n')}\n`;
