import type { Relation, SelectItem } from '@tenantscope/core';
import { Foreign } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import type { Operand } from './operand.ts';

/** What Kysely accepts where an expression stands: expressions, raw fragments, select builders. */
export abstract class SqlValue extends Foreign {
  readonly alias: string | undefined;

  constructor(alias: string | undefined) {
    super();
    this.alias = alias;
  }

  /** As an expression. */
  abstract operand(run: Run): Operand;
  /** As part of a select list. */
  abstract items(run: Run): readonly SelectItem[];
  /** As an item of FROM. */
  abstract relation(run: Run, lateral: boolean): Relation;
}
