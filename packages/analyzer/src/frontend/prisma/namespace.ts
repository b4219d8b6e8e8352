import type { ts } from 'ts-morph';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import { scalar, undefinedValue, type Value } from '../../flow/value.ts';
import { Skip } from './skip.ts';
import { sqlMember } from './sql.ts';

/** `Prisma.validator<…>()(value)` gives the value back. */
class Validator extends Foreign {
  override call(args: Arguments): Value {
    return args.values[0] ?? undefinedValue;
  }
}

/** The namespace `Prisma` of a generated client. */
export class PrismaNamespace extends Foreign {
  override property(name: string, node: ts.Node): Value | undefined {
    return name === 'skip' ? new Skip() : sqlMember(name, node);
  }

  /** The model or client of an extension's method: what is called on it has no type that tells whose it is. */
  #lose(args: Arguments, run: Run): Value {
    run.log.open({ node: args.call });
    run.log.lose({ node: args.call }, run.entry, 'the queries of a method that an extension adds are not followed');
    return scalar(args.call);
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    if (name === 'validator') return new Validator();
    if (name === 'getExtensionContext') return this.#lose(args, run);
    return this.property(name, args.call) instanceof Foreign ? (this.property(name, args.call) as Foreign).call(args, run) : undefined;
  }
}
