import type { ts } from 'ts-morph';
import type { Foreign } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import { type Decided, decideStatements } from '../execution.ts';
import { textPiece } from '../sql-text/piece.ts';
import { type Pieces, SqlTemplate, unknownPieces } from '../sql-text/template.ts';

/** What one of slonik's functions makes: text with values, frozen. */
export class SlonikToken extends SqlTemplate {
  /** Stands for what is never made: slonik throws instead, and nothing is sent. */
  readonly throws: boolean;

  constructor(pieces: Pieces | undefined, node: ts.Node) {
    super(pieces ?? [], node);
    this.throws = pieces === undefined;
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof SlonikToken && other.throws === this.throws && other.constructor === this.constructor ? super.mergeWith(other) : undefined;
  }

  override widened(cause: string): Foreign {
    return new SlonikToken(unknownPieces(cause, 'unproven-fragment'), this.node);
  }
}

/** Of `sql.type(…)`, `sql.typeAlias(…)`, `sql.prepared(…)` and `sql.unsafe`: what a pool runs. The query site is the template. */
export class SlonikQuery extends SlonikToken {
  /** `around`: the text that the method puts before and after it. */
  decide(run: Run, around?: readonly [string, string]): readonly Decided[] {
    if (this.throws) return [];
    const pieces = around ? [textPiece(around[0]), ...this.pieces, textPiece(around[1])] : this.pieces;
    return decideStatements(run, { node: this.node }, this.statements(pieces));
  }

  override escape(_cause: string, run: Run): void {
    this.decide(run);
  }

  override returned(run: Run): void {
    this.decide(run);
  }

  override widened(cause: string): Foreign {
    return new SlonikQuery(unknownPieces(cause, 'unproven-fragment'), this.node);
  }
}

/** Of the tag itself, as it was before slonik 33: a query or a fragment. What PostgreSQL cannot read as a statement is no query. */
export class SlonikText extends SlonikQuery {
  override escape(_cause: string, run: Run): void {
    if (!this.#isFragment()) this.decide(run);
  }

  override returned(run: Run): void {
    if (!this.#isFragment()) this.decide(run);
  }

  override widened(cause: string): Foreign {
    return new SlonikText(unknownPieces(cause, 'unproven-fragment'), this.node);
  }

  #isFragment(): boolean {
    return this.pieces.every((p) => p.kind !== 'hole') && this.statements().every((s) => s.kind === 'opaque-statement');
  }
}
