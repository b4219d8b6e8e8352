import { branch } from '../../flow/branch.ts';
import { decided } from '../../flow/condition.ts';
import type { Value } from '../../flow/value.ts';
import { Compiled } from './compiled.ts';
import type { Method } from './builder.ts';
import { filterMethods, fromMethod, returningMethods, selectMethods } from './clauses.ts';
import type { BuilderKind } from './draft.ts';
import { mergeMethods } from './merge-methods.ts';
import { nameOf } from './operands.ts';
import { insertMethods, updateMethods } from './writes.ts';

const same: Method = (b) => b;
const execute: Method = (b, args, run) => b.execute(run, args.call);

const callMethod: Method = (b, args, run) => (args.values[0] ? run.call(args.values[0], [b], args.call) : b);

/** `$if(condition, f)`: both ways, unless the condition is known. */
const ifMethod: Method = (b, args, run) => {
  const [condition, f] = args.values;
  const known = condition && decided(run, condition);
  const then = (): Value => (f ? run.call(f, [b], args.call) : b);
  if (known !== undefined) return known ? then() : b;
  return branch(run, [() => b, then]);
};

/** Whoever has the node of a query may have it compiled by another handle, which promises nothing. */
const operationNode: Method = (b, _args, run) => {
  if (b.origin.guarantee) run.log.lose({ node: b.origin.node }, run.entry, 'its operation node is taken out, and another handle may compile that');
  return b;
};

const pluginMethod: Method = (b) => b;

const common: Readonly<Record<string, Method>> = {
  $call: callMethod,
  $if: ifMethod,
  $castTo: same,
  $narrowType: same,
  $assertType: same,
  $asTuple: same,
  $asScalar: same,
  $notNull: same,
  withPlugin: pluginMethod,
  as: (b, args, run) => b.as(args.values[0] && nameOf(run, args.values[0], args.nodes[0] ?? args.call)),
  execute,
  executeTakeFirst: execute,
  executeTakeFirstOrThrow: execute,
  stream: execute,
  explain: execute,
  compile: (b, args) => new Compiled(b, args.call),
  toOperationNode: operationNode,
};

const byKind: Readonly<Record<BuilderKind, Readonly<Record<string, Method>>>> = {
  select: { ...common, ...selectMethods },
  insert: { ...common, ...returningMethods, ...insertMethods },
  update: { ...common, ...returningMethods, ...filterMethods, ...updateMethods, from: fromMethod },
  delete: { ...common, ...returningMethods, ...filterMethods, using: fromMethod },
  merge: { ...common, ...returningMethods, ...mergeMethods },
};

/** Names of all methods of builders. */
export const builderMethods: ReadonlySet<string> = new Set(Object.values(byKind).flatMap((methods) => Object.keys(methods)));

/** The operation a method of a builder is; undefined when it is not known. */
export const methodOf = (kind: BuilderKind, name: string): Method | undefined => (Object.hasOwn(byKind[kind], name) ? byKind[kind][name] : undefined);
