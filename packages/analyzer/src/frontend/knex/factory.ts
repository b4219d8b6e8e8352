import { type Arguments, Foreign } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import { optionsOf, type Value } from '../../flow/value.ts';
import { KnexHandle } from './handle.ts';

const renames = 'the configuration of Knex renames tables and columns (wrapIdentifier): say how with `naming`';

/** Whether a configuration may have names in code stand for others in the database. */
const isRenaming = (v: Value | undefined): boolean =>
  v !== undefined &&
  optionsOf(v).some(({ value }) => value.kind === 'object' && value.entries.some((e) => (e.kind === 'property' ? e.key === 'wrapIdentifier' : e.value.kind === 'scalar' && /snake|identifier|mapper/i.test(e.node.getText()))));

/** The function `knex`: `knex({ client: 'pg', … })`. */
export class KnexFactory extends Foreign {
  override call(args: Arguments, run: Run): Value {
    return new KnexHandle(isRenaming(args.values[0]) && run.log.model.rename === undefined ? renames : undefined);
  }
}
