import { type Arguments, Foreign } from '../../flow/foreign.ts';
import type { Single, Value } from '../../flow/value.ts';

/** How names in code become names in the database. `unknown`: by options that are not followed. */
export type Naming = 'camelCase' | 'unknown';

/** Options that, when they are off as they are by default, change no name; the last one is about results only. */
const harmless: Readonly<Record<string, readonly unknown[]>> = {
  underscoreBeforeDigits: [false, undefined],
  underscoreBetweenUppercaseLetters: [false, undefined],
  upperCase: [false, undefined],
  maintainNestedObjectKeys: [true, false, undefined],
};

const isDefault = (options: Value): boolean => {
  if (options.kind === 'constant') return options.value === undefined;
  if (options.kind !== 'object') return false;
  return options.entries.every((e) => e.kind === 'property' && e.value.kind === 'constant' && harmless[e.key]?.includes(e.value.value) === true);
};

class CamelCase extends Foreign {
  readonly naming: Naming;

  constructor(naming: Naming) {
    super();
    this.naming = naming;
  }
}

/** The class `CamelCasePlugin`. */
export class CamelCaseClass extends Foreign {
  override construct(args: Arguments): Value {
    const [options] = args.values;
    return new CamelCase(!args.open && (!options || isDefault(options)) ? 'camelCase' : 'unknown');
  }
}

/** The naming of a handle once a plugin was added; two in a row rename what is renamed already. */
export const afterPlugin = (before: Naming | undefined, plugin: Single): Naming | undefined => {
  if (!(plugin instanceof CamelCase)) return before;
  return before === 'unknown' ? before : plugin.naming;
};
