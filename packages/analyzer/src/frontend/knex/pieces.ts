import { type Piece, textPiece } from '../sql-text/piece.ts';
import type { Run } from '../../flow/run.ts';
import { identifier } from './identifier.ts';
import type { Parts } from './parts.ts';

export type Pieces = readonly Piece[];

/** What prints parts: each builder in them as it is now. */
export interface Printer {
  readonly run: Run;
  readonly print: (parts: Parts) => Pieces;
}

export const t = (text: string): Piece => textPiece(text);
export const unread = (cause: string, rule = 'unproven-fragment'): Piece => ({ kind: 'hole', rule, cause });

/** Lists of pieces that are not empty, with text between them. */
export const joined = (lists: readonly Pieces[], separator: string): Pieces => lists.filter((l) => l.length > 0).flatMap((l, i) => (i === 0 ? l : [t(separator), ...l]));

/** Text before pieces, where there are any. */
export const after = (before: string, pieces: Pieces): Pieces => (pieces.length === 0 ? [] : [t(before), ...pieces]);

export const quoted = (name: string): Piece => {
  const found = identifier(name);
  return found === undefined ? unread(`the name ${name} holds a parameter`) : t(found);
};
