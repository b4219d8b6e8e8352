import type { ts } from 'ts-morph';
import { alternatives } from '../../flow/branch.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { mapValue } from '../../flow/join.ts';
import type { Run } from '../../flow/run.ts';
import { scalar, type Single, undefinedValue, type Value } from '../../flow/value.ts';
import { Delegate } from './delegate.ts';
import { whyExtended } from './extension.ts';
import { RawTag, sendUnsafe } from './raw.ts';
import { delegateName, type Model, type PrismaSchema } from './schema/model.ts';

export const modelNamed = (schema: PrismaSchema, name: string): Model | undefined => [...schema.models.values()].find((m) => delegateName(m) === name);

const settled = (v: Value, node: ts.Node, run: Run): Value => mapValue(v, (s: Single) => (s.kind === 'foreign' ? s.awaited(node, run) : s));

/** `$transaction([…])` gives the results of what it is given; with a callback, what that returns. */
const transaction = (client: Foreign, args: Arguments, run: Run): Value => {
  const [first = undefinedValue] = args.values;
  return mapValue(first, (v) => {
    if (v.kind === 'array') return { kind: 'array', items: v.items.map((i) => ({ ...i, value: settled(i.value, args.call, run) })) };
    return v.kind === 'function' || v.kind === 'foreign' ? run.call(v, [client], args.call) : scalar(args.call);
  });
};

/** `PrismaClient`, the client of a transaction, and what `$extends` returns. */
export class Client extends Foreign {
  readonly schema: PrismaSchema;

  constructor(schema: PrismaSchema) {
    super();
    this.schema = schema;
  }

  override property(name: string): Value | undefined {
    const model = modelNamed(this.schema, name);
    if (model) return new Delegate(this.schema, model);
    return name === '$queryRaw' || name === '$executeRaw' ? new RawTag() : undefined;
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    switch (name) {
      case '$queryRaw':
      case '$executeRaw':
        return new RawTag().call(args, run);
      case '$queryRawUnsafe':
      case '$executeRawUnsafe':
        return sendUnsafe(run, args);
      case '$transaction':
        return transaction(this, args, run);
      case '$extends':
        return this.#extended(args, run);
      case '$use':
        return this.#changed(args, run, 'the middleware is given every query, and may send another one');
      case '$queryRawTyped':
      case '$runCommandRaw':
        return this.#changed(args, run, `what ${name} sends is not read`);
      case '$connect':
      case '$disconnect':
      case '$on':
        return scalar(args.call);
      default:
        return undefined;
    }
  }

  /** A query site of its own, that is not proved. */
  #changed(args: Arguments, run: Run, cause: string): Value {
    run.log.open({ node: args.call });
    run.log.lose({ node: args.call }, run.entry, cause);
    return scalar(args.call);
  }

  /** Queries are judged as the code says: where an extension may have another one sent, that is told of the extension. */
  #extended(args: Arguments, run: Run): Value {
    const causes = new Set<string>();
    const find = (): Value => {
      const cause = whyExtended(run, args);
      if (cause !== undefined) causes.add(cause);
      return undefinedValue;
    };
    alternatives(run, find, find);
    for (const cause of causes) this.#changed(args, run, cause);
    return this;
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof Client && other.schema === this.schema ? this : undefined;
  }

  override fingerprint(): string {
    return 'prisma';
  }
}

/** The class `PrismaClient`. */
export class ClientClass extends Foreign {
  readonly schema: PrismaSchema;

  constructor(schema: PrismaSchema) {
    super();
    this.schema = schema;
  }

  override construct(): Value {
    return new Client(this.schema);
  }
}
