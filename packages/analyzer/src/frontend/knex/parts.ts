import type { Expr } from '@tenantscope/core';
import type { Value } from '../../flow/value.ts';
import { type Piece, textPiece } from '../sql-text/piece.ts';
import type { KnexBuilder } from './builder.ts';

/** A builder in another query. Knex prints it when that one is executed, as it is then; `held` is what it was when it was put in. */
interface NestedPart {
  readonly kind: 'nested';
  readonly builder: KnexBuilder;
  readonly held: Value;
  /** How it is printed: `parameter` parenthesises a select, `bare` does so only when it has an alias, `group` is its conditions alone. */
  readonly form: 'parameter' | 'bare' | 'group';
  readonly alias?: string | undefined;
  /** Of a callback, which Knex calls when it prints it: whether it would do what it was seen to do. */
  readonly isCurrent?: (() => boolean) | undefined;
  /** Of a group: NOT before it. */
  readonly negated?: boolean | undefined;
}

/** Text that somebody wrote by hand: its operators may bind to what stands beside it. */
interface RawPart {
  readonly kind: 'raw';
  readonly parts: Parts;
}

export type Part = Piece | NestedPart | RawPart;
export type Parts = readonly Part[];

export const text = (s: string): Part => textPiece(s);
export const expression = (expr: Expr): Part => ({ kind: 'expression', expr });
export const hole = (cause: string, rule = 'unproven-flow'): Part => ({ kind: 'hole', rule, cause });

/** Lists of parts with a separator between them. */
export const between = (lists: readonly Parts[], separator: string): Parts => lists.flatMap((l, i) => (i === 0 ? l : [text(separator), ...l]));

export const isLoose = (parts: Parts): boolean => parts.some((p) => p.kind === 'raw' || (p.kind === 'hole' && p.rule === 'unproven-fragment'));

/** Parts as text, bound values left out. */
export const printOf = (parts: Parts): string =>
  parts
    .map((p) => {
      switch (p.kind) {
        case 'text':
          return p.text;
        case 'raw':
          return `{${printOf(p.parts)}}`;
        case 'hole':
          return p.cause;
        case 'nested':
          return `<${p.builder.origin.node.pos} ${p.form}>`;
        default:
          return '$';
      }
    })
    .join('');
