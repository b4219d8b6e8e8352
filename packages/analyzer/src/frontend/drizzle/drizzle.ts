import { choose } from '../../flow/branch.ts';
import { propertyOf } from '../../flow/object.ts';
import type { Run } from '../../flow/run.ts';
import type { Arguments } from '../../flow/foreign.ts';
import type { Value } from '../../flow/value.ts';
import { Callable } from './callable.ts';
import { Handle } from './handle.ts';
import type { Casing } from './part.ts';
import { relationalTable } from './relational.ts';

export const handleOf = (casing: Casing): Handle => new Handle(casing, relationalTable);

const casingIn = (run: Run, args: Arguments): Casing => {
  const options = args.values.map((v) => choose(run, v)).filter((v) => v.kind === 'object' || v.kind === 'array' || v.kind === 'scalar');
  const objects = options.filter((v) => v.kind === 'object');
  const given: readonly Value[] = objects.map((o) => propertyOf(o, 'casing', args.call));
  const known = given.map((g) => choose(run, g)).filter((g) => !(g.kind === 'constant' && g.value === undefined));
  const [only] = known;
  if (!only) return objects.length > 0 ? 'none' : 'unknown';
  return only.kind === 'constant' && (only.value === 'snake_case' || only.value === 'camelCase') ? only.value : 'unknown';
};

/** `drizzle(client, { schema, casing })` of any driver. */
export const drizzleFunction = new Callable((args, run) => handleOf(args.open ? 'unknown' : casingIn(run, args)));
