import type { Statement } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import { alternatives } from '../../flow/branch.ts';
import { nowhere } from '../../flow/fallback.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { spanOf } from '../../flow/offsets.ts';
import type { Run } from '../../flow/run.ts';
import { textStart } from '../../flow/text.ts';
import type { Value } from '../../flow/value.ts';
import { bindPlain } from '../bind.ts';
import { type Piece, textPiece } from './piece.ts';
import { readStatements } from './read.ts';

export type Pieces = readonly Piece[];

/** Lists of pieces with text between them. */
export const between = (lists: readonly Pieces[], separator: string): Pieces => lists.flatMap((l, i) => (i === 0 ? l : [textPiece(separator), ...l]));

/** A value that is sent beside the text. */
export const bound = (run: Run, value: Value, node: ts.Node): Pieces => [{ kind: 'expression', expr: bindPlain(run, value, node) }];

export const unknownPieces = (cause: string, rule = 'unproven-flow'): Pieces => [{ kind: 'hole', rule, cause }];

/** SQL text that a tagged template was put together to. */
export abstract class SqlTemplate extends Foreign {
  readonly pieces: Pieces;
  readonly node: ts.Node;

  constructor(pieces: Pieces, node: ts.Node) {
    super();
    this.pieces = pieces;
    this.node = node;
  }

  statements(pieces: Pieces = this.pieces): readonly Statement[] {
    return readStatements(pieces, spanOf(this.node));
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof SqlTemplate && other.node === this.node && other.pieces.length === this.pieces.length && other.pieces.every((p, i) => p === this.pieces[i]) ? this : undefined;
  }

  override fingerprint(): string {
    return `${this.constructor.name}:${this.node.pos < 0 ? '' : this.node.getSourceFile().fileName}:${this.node.pos}`;
  }
}

/** What stands in a hole, as the library puts it into the text; undefined when it throws instead. `before` is the text in front of it. */
export type Hole<Read extends Pieces | undefined> = (run: Run, value: Value, node: ts.Node, before: string) => Read;

/** The pieces of a tagged template, once for each of its alternatives. */
export const readTemplate = <Read extends Pieces | undefined>(
  run: Run,
  parts: readonly ts.TemplateLiteralLikeNode[],
  args: Arguments,
  hole: Hole<Read>,
  make: (pieces: Pieces | Read) => Value,
): Value =>
  alternatives(
    run,
    () => {
      const holes = parts.map((part, i) => {
        const value = args.values[i];
        return value ? hole(run, value, args.nodes[i] ?? nowhere(), part.text) : [];
      });
      if (holes.some((h) => h === undefined)) return make(undefined as Read);
      return make(parts.flatMap((part, i) => [textPiece(part.text, textStart(part)), ...(holes[i] ?? [])]));
    },
    () => make(unknownPieces('the template has more alternatives than are told apart', 'unproven-fragment')),
  );
