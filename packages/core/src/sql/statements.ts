import type { Node, RawStmt } from 'libpg-query';
import type { Span } from '../query/node.ts';
import { skipBlank } from './lexer.ts';
import { nestingLimit } from './nesting.ts';
import { type ParseOutcome, parse } from './parser.ts';
import { createSource, type Source } from './source.ts';
import { type Piece, split } from './split.ts';

/** A statement as the parser read it, or why it could not. */
export interface ParsedStatement {
  readonly span: Span;
  /** 1-based. */
  readonly line: number;
  readonly source: Source;
  readonly tree?: Node | undefined;
  readonly failure?: { readonly message: string; readonly line: number } | undefined;
  /** A line for psql, not for the server. */
  readonly psql?: boolean | undefined;
}

/** Shorter texts cannot hold a tree that overflows the parser's stack. */
const harmlessLength = 6_000;

/** PostgreSQL quotes the text from where it stumbled, which may be all of it. */
const longestMessage = 200;

const shortened = (message: string): string =>
  message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message;

type LineOf = (offset: number) => number;

const countLines = (text: string): LineOf => {
  let line = 1;
  let seen = 0;
  return (offset) => {
    if (offset < seen) {
      line = 1;
      seen = 0;
    }
    for (let i = text.indexOf('\n', seen); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) line += 1;
    seen = Math.max(seen, offset);
    return line;
  };
};

/** The statements of `text` from `base` to `end`, which parsed. */
const located = (text: string, base: number, end: number, trees: readonly RawStmt[], lineOf: LineOf): ParsedStatement[] => {
  const source = createSource(text, text.slice(base, end), base);
  return trees.map((raw) => {
    const from = raw.stmt_location ?? 0;
    const start = skipBlank(text, source.offset(from));
    const span = { start, end: raw.stmt_len ? source.offset(from + raw.stmt_len) : end };
    return { span, line: lineOf(start), source, tree: raw.stmt };
  });
};

const readWhole = (text: string, base: number, lineOf: LineOf): readonly ParsedStatement[] | undefined => {
  const end = Math.max(base, text.trimEnd().length);
  const outcome = parse(text.slice(base, end));
  return 'statements' in outcome ? located(text, base, end, outcome.statements, lineOf) : undefined;
};

const outcomeOf = (text: string, piece: Piece): ParseOutcome => {
  const refuse = (message: string, at = 0): ParseOutcome => ({ failure: { message, at } });
  if (piece.psql) return refuse('a psql command is not SQL');
  const nul = text.indexOf('\0', piece.start);
  if (nul >= 0 && nul < piece.end) return refuse('the text holds a NUL character, which ends it for PostgreSQL', nul - piece.start);
  if (piece.openComment) return refuse('unterminated /* comment', piece.end - piece.start);
  if (piece.nesting > nestingLimit) return refuse('stack depth limit exceeded');
  return parse(text.slice(piece.start, piece.end));
};

const readPiece = (text: string, piece: Piece, lineOf: LineOf): readonly ParsedStatement[] => {
  const { start, end, psql } = piece;
  const line = lineOf(start);
  const outcome = outcomeOf(text, piece);
  if ('statements' in outcome) return located(text, start, end, outcome.statements, lineOf);
  const { message, at } = outcome.failure;
  const failure = { message: shortened(message), line: at === undefined ? line : lineOf(start + at) };
  return [{ span: { start, end }, line, source: createSource(text, '', start), psql, failure }];
};

/** Reads every statement of a text. One that cannot be parsed does not hide the others. */
export const parseStatements = (text: string): readonly ParsedStatement[] => {
  const base = text.startsWith('\ufeff') ? 1 : 0;
  const lineOf = countLines(text);
  const harmless = text.length < harmlessLength;
  const nul = text.includes('\0');
  const early = harmless && !nul ? undefined : splitAfter(text, base);
  const shallow = harmless || early?.every((p) => p.nesting <= nestingLimit && !p.openComment);
  const whole = shallow && !nul ? readWhole(text, base, lineOf) : undefined;
  return whole ?? (early ?? splitAfter(text, base)).flatMap((piece) => readPiece(text, piece, lineOf));
};

/** A NUL character is no blank: it must stand in a piece, which is then refused. */
const splitAfter = (text: string, base: number): readonly Piece[] =>
  split((base ? ' ' : '') + text.slice(base).replaceAll('\0', '\x01'));
