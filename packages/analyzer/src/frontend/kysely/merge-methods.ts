import type { Assignment, MergeAction, MergeWhen } from '@tenantscope/core';
import { choose } from '../../flow/branch.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { undefinedValue, type Value } from '../../flow/value.ts';
import type { Run } from '../../flow/run.ts';
import type { Method } from './builder.ts';
import { joinConditions } from './clauses.ts';
import { atOf, operandFromArguments, relationFrom } from './operands.ts';
import { assignmentsFrom, mergeInsert } from './writes.ts';

const using: Method = (b, args, run) => {
  const relation = relationFrom(run, args.values[0] ?? undefinedValue, args.nodes[0] ?? args.call, b.origin.schema);
  return b.with({ mergeSource: { relation, on: joinConditions(run, args) } });
};

const when = (match: MergeWhen['match'], refRight = false): Method => (b, args, run) => {
  const condition = args.values.length === 0 ? undefined : operandFromArguments(run, args, refRight).expr;
  // The action follows with `then…`.
  return b.with({ whens: [...b.draft.whens, { match, condition, action: { do: 'nothing' }, at: atOf(args.call) }] });
};

const then = (action: (args: Arguments, run: Run) => MergeAction | undefined): Method => (b, args, run) => {
  const last = b.draft.whens.at(-1);
  const done = action(args, run);
  if (!last || !done) return b.troubled('an action of the merge is not followed');
  return b.with({ whens: [...b.draft.whens.slice(0, -1), { ...last, action: done }] });
};

/** `thenUpdate(ub => ub.set(…))` */
class SetBuilder extends Foreign {
  readonly set: readonly Assignment[];

  constructor(set: readonly Assignment[]) {
    super();
    this.set = set;
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    if (name !== 'set') return undefined;
    return new SetBuilder([...this.set, ...assignmentsFrom(run, args.values[0] ?? undefinedValue, args.nodes[0] ?? args.call)]);
  }
}

const updateThrough = (args: Arguments, run: Run): MergeAction | undefined => {
  const built = choose(run, run.call(choose(run, args.values[0] ?? undefinedValue), [new SetBuilder([])], args.call));
  return built instanceof SetBuilder ? { do: 'update', set: built.set } : undefined;
};

export const mergeMethods: Readonly<Record<string, Method>> = {
  using,
  whenMatched: when('matched'),
  whenMatchedAnd: when('matched'),
  whenMatchedAndRef: when('matched', true),
  whenNotMatched: when('not-matched'),
  whenNotMatchedAnd: when('not-matched'),
  whenNotMatchedAndRef: when('not-matched', true),
  whenNotMatchedBySource: when('not-matched-by-source'),
  whenNotMatchedBySourceAnd: when('not-matched-by-source'),
  whenNotMatchedBySourceAndRef: when('not-matched-by-source', true),
  thenDelete: then(() => ({ do: 'delete' })),
  thenDoNothing: then(() => ({ do: 'nothing' })),
  thenUpdate: then(updateThrough),
  thenUpdateSet: then((args, run) => ({ do: 'update', set: assignmentsFrom(run, args.values[0] ?? undefinedValue, args.nodes[0] ?? args.call) })),
  thenInsertValues: then((args, run) => mergeInsert(run, args)),
};
