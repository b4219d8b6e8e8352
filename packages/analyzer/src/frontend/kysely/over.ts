import type { Window } from '@tenantscope/core';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import { optionsOf, type Value } from '../../flow/value.ts';
import { orderOf, referenceList, unread } from './operands.ts';

/** The builder that `.over(ob => …)` hands out. */
class OverBuilder extends Foreign {
  readonly window: Window;

  constructor(window: Window) {
    super();
    this.window = window;
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    if (name === 'partitionBy')
      return new OverBuilder({ ...this.window, partitionBy: [...this.window.partitionBy, ...referenceList(run, args.values, args.nodes, args.call)] });
    if (name === 'orderBy') return new OverBuilder({ ...this.window, orderBy: [...this.window.orderBy, ...orderOf(run, args)] });
    if (name === 'clearOrderBy') return new OverBuilder({ ...this.window, orderBy: [] });
    return name === '$call' ? args.values[0] && run.call(args.values[0], [this], args.call) : undefined;
  }
}

export const overOf = (run: Run, args: Arguments): Window => {
  const [build] = args.values;
  const empty: Window = { partitionBy: [], orderBy: [] };
  if (!build) return empty;
  const results = optionsOf(run.call(build, [new OverBuilder(empty)], args.call)).map((o) => o.value);
  const [only] = results;
  if (only instanceof OverBuilder && results.length === 1) return only.window;
  return { partitionBy: [], orderBy: [unread('the window is not followed', args.call).expr] };
};
