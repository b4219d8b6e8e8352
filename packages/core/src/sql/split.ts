import type { Span } from '../query/node.ts';
import { lineEnd, opensComment, skipBlank, tokenEnd } from './lexer.ts';
import { measureNesting } from './nesting.ts';

/** One statement of a text, without its semicolon. `psql`: a line such as `\connect`, which is no SQL. */
export interface Piece extends Span {
  readonly nesting: number;
  readonly psql: boolean;
  /** It ends in a comment that is not closed. */
  readonly openComment: boolean;
}

const routine = /^create\s+(?:or\s+replace\s+)?(?:function|procedure)\b/i;
const rule = /^create\s+(?:or\s+replace\s+)?rule\b/i;
const copyFromInput = /^copy\b[^;]*\bfrom\s+stdin\b/i;

/** Counts `BEGIN ATOMIC … END`, within which semicolons end statements of the body; `CASE … END` nests in it. */
const bodyDepth = (inRoutine: boolean): ((token: string) => number) => {
  let depth = 0;
  let previous = '';
  return (token) => {
    if (!inRoutine || token.length > 6) return depth;
    const word = token.toLowerCase();
    if ((word === 'atomic' && previous === 'begin') || (depth > 0 && word === 'case')) depth += 1;
    else if (depth > 0 && word === 'end') depth -= 1;
    previous = word;
    return depth;
  };
};

const sqlPiece = (text: string, start: number): Piece => {
  const head = text.slice(start, start + 200);
  const body = bodyDepth(routine.test(head));
  const inRule = rule.test(head);
  const nesting = measureNesting();
  let brackets = 0;
  let end = start;
  let openComment = false;
  for (let i = start; i < text.length; i = skipBlank(text, end)) {
    const char = text[i];
    if (char === ';' && body(';') === 0 && (brackets <= 0 || !inRule)) break;
    openComment = opensComment(text, i);
    end = tokenEnd(text, i);
    if (char === '(') brackets += 1;
    else if (char === ')') brackets -= 1;
    const token = end - i > 20 ? '…' : text.slice(i, end);
    body(token);
    nesting.see(token);
  }
  return { start, end, nesting: nesting.deepest, psql: false, openComment };
};

/** pg_dump's `COPY … FROM stdin;` is followed by rows up to a line `\.`. */
const afterCopiedRows = (text: string, piece: Piece, next: number): number => {
  if (!copyFromInput.test(text.slice(piece.start, piece.end))) return next;
  const end = /^\\\.\r?$/m.exec(text.slice(next));
  return end ? next + end.index + end[0].length : next;
};

/** Splits a text at the semicolons that end statements, whether or not the statements are valid. */
export const split = (text: string): readonly Piece[] => {
  const pieces: Piece[] = [];
  let at = skipBlank(text, 0);
  while (at < text.length) {
    if (text[at] === ';') at += 1;
    else if (text[at] === '\\') {
      const end = lineEnd(text, at);
      pieces.push({ start: at, end, nesting: 0, psql: true, openComment: false });
      at = end;
    } else {
      const piece = sqlPiece(text, at);
      pieces.push(piece);
      const semicolon = skipBlank(text, piece.end);
      at = afterCopiedRows(text, piece, Math.min(semicolon + 1, text.length));
    }
    at = skipBlank(text, at);
  }
  return pieces;
};
