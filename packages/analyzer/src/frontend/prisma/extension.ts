import { choose } from '../../flow/branch.ts';
import { nowhere } from '../../flow/fallback.ts';
import type { Arguments } from '../../flow/foreign.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { undefinedValue, type Value } from '../../flow/value.ts';
import { allGiven, isAbsent, settle, unknownParts } from './argument.ts';
import { modelMethods } from './methods.ts';

/** Whether an object holds nothing, or nothing but objects that hold no property with such a name. */
const isFree = (run: Run, value: Value, isTaken: (name: string) => boolean, depth: number): boolean => {
  const v = settle(run, value);
  if (isAbsent(v)) return true;
  if (v.kind !== 'object') return depth > 0;
  return unknownParts(v).length === 0 && allGiven(v, nowhere()).every((p) => !isTaken(p.key) && (depth === 0 || isFree(run, p.value, isTaken, depth - 1)));
};

/** Why the queries of an extended client may not be what the code says: `query` is given each one to change, and methods may be replaced. */
export const whyExtended = (run: Run, args: Arguments): string | undefined => {
  const [value = undefinedValue] = args.values;
  const extension = settle(run, choose(run, value));
  if (extension.kind !== 'object' || unknownParts(extension).length > 0) return `the extension in ${spelled(args.call)} was made where it is not followed, and may change what is sent`;
  const component = (name: string): Value => allGiven(extension, args.call).find((p) => p.key === name)?.value ?? undefinedValue;
  if (!isFree(run, component('query'), () => true, 0)) return 'the extension is given every query, and may send another one';
  const replaced = (name: string): boolean => Object.hasOwn(modelMethods, name) || name.startsWith('$');
  if (!isFree(run, component('model'), (name) => Object.hasOwn(modelMethods, name), 1)) return 'the extension replaces methods of models';
  return isFree(run, component('client'), replaced, 0) ? undefined : 'the extension replaces methods of the client';
};
