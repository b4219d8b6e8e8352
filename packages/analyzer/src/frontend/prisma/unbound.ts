import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { scalar, type Value } from '../../flow/value.ts';

/** A method of a model that is called without the model: `const { findMany } = prisma.order`. */
export class Unbound extends Foreign {
  override call(args: Arguments, run: Run): Value {
    const root = { node: args.call };
    run.log.reached.add(args.call);
    run.log.open(root);
    run.log.lose(root, run.entry, `${spelled(args.call)} calls a method of a model that was taken from it, and which is not followed`);
    return scalar(args.call);
  }
}
