import { choose } from '../../flow/branch.ts';
import type { Arguments } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import { constant, type Value } from '../../flow/value.ts';
import { type Call, callOf, nodeAt, valueAt } from './call.ts';
import { wordOf, wrap } from './operand.ts';
import { hole, type Parts, text } from './parts.ts';
import { KnexRaw } from './raw.ts';

interface Named {
  readonly call: Call;
  readonly schema?: string | undefined;
  readonly alias?: string | undefined;
}

const partsOf = ({ call, schema, alias }: Named): Parts => {
  const node = nodeAt(call, 0);
  const v = choose(call.run, valueAt(call, 0));
  const word = schema === undefined ? undefined : wordOf(call.run, v, node);
  if (schema !== undefined && word === undefined) return [hole('the name of the reference is only known at run time')];
  const name = wrap(call, word === undefined ? v : constant(`${schema}.${word}`), node);
  return alias === undefined ? name : [...name, text(' as '), ...wrap(call, constant(alias), node)];
};

/** `knex.ref('orders.id')`, which may get a schema and an alias. */
export class KnexRef extends KnexRaw {
  readonly #named: Named;

  constructor(named: Named) {
    super(partsOf(named), named.call.node);
    this.#named = named;
  }

  override invoke(name: string, args: Arguments, run: Run): Value {
    if (name !== 'as' && name !== 'withSchema') return super.invoke(name, args, run);
    const call = callOf(run, args, this.#named.call.query);
    const word = wordOf(run, valueAt(call, 0), nodeAt(call, 0));
    if (word === undefined) return this.become(new KnexRaw([hole(`the name that ${name} gives is only known at run time`, 'unproven-fragment')], args.call));
    return this.become(new KnexRef({ ...this.#named, ...(name === 'as' ? { alias: word } : { schema: word }) }));
  }
}
