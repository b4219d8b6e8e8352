/** The few lexical rules of PostgreSQL that are needed to find where strings, comments, names and statements end. */

const name = /"[^"]*(?:""[^"]*)*"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const unicodeName = /[uU]&"[^"]*(?:""[^"]*)*"/y;
const dottedTail = /\s*\.\s*(?:\*|"[^"]*(?:""[^"]*)*"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)/y;
const plainString = /(?:[bBxXnN]|[uU]&)?'[^']*(?:''[^']*)*'/y;
const escapeString = /[eE]'[^'\\]*(?:(?:\\[^]|'')[^'\\]*)*'/y;
const openString = /(?:[bBxXnNeE]|[uU]&)?'/y;
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const numberOrParam = /\$\d+|\d[\w.]*|\.\d\w*/y;
const operatorSign = /::|:=|(?:(?!--|\/\*)[-+*/<>=~!@#%^&|`?])+/y;

const match = (pattern: RegExp, text: string, from: number): number => {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : -1;
};

/** PostgreSQL's own scanner takes quadratic time for nested comments; deeper ones count as never closed. */
const deepestComment = 1_000;

/** End of the block comment at `from`; PostgreSQL's nest. -1 when it is not closed. */
const blockCommentEnd = (text: string, from: number): number => {
  let depth = 0;
  for (let i = from; i < text.length && depth <= deepestComment; i += 1) {
    if (text[i] === '/' && text[i + 1] === '*') depth += 1;
    else if (text[i] === '*' && text[i + 1] === '/') depth -= 1;
    else continue;
    i += 1;
    if (depth === 0) return i + 1;
  }
  return -1;
};

/** End of the line that holds `from`, without its line break. */
export const lineEnd = (text: string, from: number): number => {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
};

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

/** Whether a block comment opens at `at`. */
export const opensComment = (text: string, at: number): boolean =>
  text.charCodeAt(at) === 47 && text.charCodeAt(at + 1) === 42;

/** The first position at or after `from` that is neither white space nor in a comment; where one opens that is not closed. */
export const skipBlank = (text: string, from: number): number => {
  let i = from;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (isSpace(code)) i += 1;
    else if (code === 45 && text.charCodeAt(i + 1) === 45) i = lineEnd(text, i);
    else if (opensComment(text, i)) {
      const end = blockCommentEnd(text, i);
      if (end < 0) return i;
      i = end;
    } else break;
  }
  return i;
};

const dollarEnd = (text: string, from: number): number => {
  const tag = match(dollarTag, text, from);
  if (tag < 0) return -1;
  const end = text.indexOf(text.slice(from, tag), tag);
  return end < 0 ? text.length : end + tag - from;
};

const isLetter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code >= 128;

const first = (text: string, from: number, patterns: readonly RegExp[]): number => {
  for (const pattern of patterns) {
    const end = match(pattern, text, from);
    if (end >= 0) return end;
  }
  return -1;
};

const quoted = [escapeString, plainString, unicodeName];

/** A string or name that starts with a letter; an open string runs to the end of the text. */
const wordEnd = (text: string, from: number): number => {
  const next = text.charCodeAt(from + 1);
  if (next === 39 || next === 38) {
    const end = first(text, from, quoted);
    if (end >= 0) return end;
    if (match(openString, text, from) >= 0) return text.length;
  }
  return match(name, text, from);
};

const quoteEnd = (text: string, from: number, pattern: RegExp): number => {
  const end = match(pattern, text, from);
  return end < 0 ? text.length : end;
};

const signEnd = (text: string, from: number): number => {
  const end = first(text, from, [numberOrParam, operatorSign]);
  return end < 0 ? from + 1 : end;
};

/** End of the token at `from`, where neither white space nor a comment starts. */
export const tokenEnd = (text: string, from: number): number => {
  const code = text.charCodeAt(from);
  if (isLetter(code)) return wordEnd(text, from);
  if (code === 39) return quoteEnd(text, from, plainString);
  if (code === 34) return quoteEnd(text, from, name);
  if (opensComment(text, from)) return text.length;
  if (code === 36) {
    const end = dollarEnd(text, from);
    if (end >= 0) return end;
  }
  return Math.min(signEnd(text, from), text.length);
};

/** End of `a`, `a.b`, `a.b.*` at `from`; of whatever token is there when it is not a name. */
export const dottedNameEnd = (text: string, from: number): number => {
  let end = tokenEnd(text, from);
  for (let next = match(dottedTail, text, end); next >= 0; next = match(dottedTail, text, end)) end = next;
  return end;
};

/** End of `[*] [AS] alias` after `from`, or `from` when no name stands there. */
export const aliasEnd = (text: string, from: number): number => {
  let start = skipBlank(text, from);
  if (text[start] === '*') start = skipBlank(text, start + 1);
  if (/^as\b/i.test(text.slice(start, start + 3))) start = skipBlank(text, start + 2);
  const end = match(name, text, start);
  return end >= 0 ? end : from;
};

/** End of the round bracket that opens at `from`; -1 when none does or it closes more than 20,000 characters on. */
export const bracketEnd = (text: string, from: number): number => {
  const limit = Math.min(text.length, from + 20_000);
  let depth = 0;
  for (let i = from; i < limit; i = skipBlank(text, tokenEnd(text, i))) {
    if (text[i] === '(') depth += 1;
    else if (text[i] === ')') depth -= 1;
    if (depth === 0) return text[i] === ')' ? i + 1 : -1;
  }
  return -1;
};
