import type { Statement } from '@tenantscope/core';
import { alternatives } from '../../flow/branch.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { undefinedValue, type Value } from '../../flow/value.ts';
import { type Decided, decideStatements } from '../execution.ts';
import { isAbsent, settle } from './argument.ts';
import { modelMethods } from './methods.ts';
import { Promised } from './promised.ts';
import { noArguments, unreadStatement } from './reads.ts';
import type { Model, PrismaSchema } from './schema/model.ts';
import { createScope } from './scope.ts';

const tooMany = 'has more alternatives than are told apart';

/** `prisma.order`; without a model where it is only known at run time which it is. */
export class Delegate extends Foreign {
  readonly schema: PrismaSchema;
  readonly model: Model | undefined;

  constructor(schema: PrismaSchema, model: Model | undefined) {
    super();
    this.schema = schema;
    this.model = model;
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    if (!Object.hasOwn(modelMethods, name)) return undefined;
    const decided: Decided[] = [];
    const root = { node: args.call };
    run.log.open(root);
    alternatives(
      run,
      () => {
        decided.push(...decideStatements(run, root, this.#statements(name, args, run)));
        return undefinedValue;
      },
      () => (run.log.lose(root, run.entry, `the argument of ${spelled(args.call)} ${tooMany}`), undefinedValue),
    );
    return new Promised({ decided, call: args, schema: this.schema, model: this.model, method: name });
  }

  #statements(name: string, args: Arguments, run: Run): readonly Statement[] {
    const { model, schema } = this;
    const lower = modelMethods[name];
    const [node = args.call] = args.nodes;
    if (!model || !lower) return [unreadStatement(`which model ${spelled(args.call)} is called on is only known at run time`, args.call)];
    const value = settle(run, args.values[0] ?? undefinedValue);
    if (args.open || (value.kind !== 'object' && !isAbsent(value))) return [unreadStatement(value.kind === 'scalar' && value.cause !== undefined ? value.cause : `the argument ${spelled(node)} is only known at run time`, node)];
    return lower(createScope(run, schema), model, value.kind === 'object' ? value : noArguments, args.nodes.length > 0 ? node : args.call);
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof Delegate && other.model === this.model && other.schema === this.schema ? this : undefined;
  }

  override fingerprint(): string {
    return `prisma:${this.model?.name ?? ''}`;
  }
}
