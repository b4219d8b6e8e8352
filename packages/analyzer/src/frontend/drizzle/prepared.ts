import type { ts } from 'ts-morph';
import { choose } from '../../flow/branch.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { propertyOf } from '../../flow/object.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { scalar, undefinedValue, type Value } from '../../flow/value.ts';
import { bindPlain } from '../bind.ts';
import type { Print } from './part.ts';

interface Executable {
  readonly execute: (run: Run, at: ts.Node, placeholder?: Print['placeholder']) => Value;
  readonly returned: (run: Run) => void;
}

/** `query.prepare('name')`: run as often as one likes, each time with other values in its placeholders. */
export class Prepared extends Foreign {
  readonly #query: Executable;

  constructor(query: Executable) {
    super();
    this.#query = query;
  }

  override invoke(method: string, args: Arguments, run: Run): Value | undefined {
    if (method !== 'execute' && method !== 'all') return method === 'setToken' ? this : undefined;
    const [values = undefinedValue] = args.values;
    const [node = args.call] = args.nodes;
    return this.#query.execute(run, args.call, (name) => {
      const v = choose(run, values);
      const held = v.kind === 'object' && name !== undefined ? propertyOf(v, name, node) : undefined;
      const value = held ?? scalar(node, { cause: `what of ${spelled(node)} fills the placeholder ${name ?? ''} is not known`, taint: v.kind === 'scalar' ? v.taint : undefined });
      return { kind: 'expression', expr: bindPlain(run, value, node) };
    });
  }

  override escape(_cause: string, run: Run): void {
    this.#query.returned(run);
  }

  override returned(run: Run): void {
    this.#query.returned(run);
  }
}
