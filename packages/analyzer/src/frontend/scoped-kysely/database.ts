import type { Guarantee } from '../../flow/guarantee.ts';
import { alternatives, choose } from '../../flow/branch.ts';
import { taintIn } from '../../flow/call.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { scalar, undefinedValue, type Value } from '../../flow/value.ts';
import { declared, declaredElsewhere } from './declaration.ts';
import { ofChosenTenant, ofNobody, ofTenant } from './guarantee.ts';
import { CrossTenantHandle, ScopedHandle } from './handle.ts';

const ofArgument = (args: Arguments): Guarantee => {
  const chosen = args.values[0] && taintIn(args.values[0]);
  return chosen ? ofChosenTenant(chosen.origin) : ofTenant(`the handle is ${spelled(args.call)}`);
};

/** `TenantDatabase`: the way to handles, with no query of its own. */
export class TenantDatabase extends Foreign {
  /** Why it may be something else. */
  readonly #doubt: string | undefined;

  constructor(doubt?: string) {
    super();
    this.#doubt = doubt;
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    if (this.#doubt !== undefined) return ScopedHandle.of(ofNobody(this.#doubt));
    switch (name) {
      case 'forTenant':
        return ScopedHandle.of(ofArgument(args));
      case 'forCurrentTenant':
        return ScopedHandle.of(ofTenant(`the handle is ${spelled(args.call)}, of the tenant that the carrier carries`));
      case 'crossTenant':
        return alternatives(
          run,
          () => new CrossTenantHandle(declared(choose(run, args.values[0] ?? undefinedValue), args), args),
          () => new CrossTenantHandle(declaredElsewhere, args),
        );
      default:
        return undefined;
    }
  }
}

/** `mintTenantId(value, { reason })` verifies nothing: a value that the client chose is still the client's. */
export class MintTenantId extends Foreign {
  override call(args: Arguments): Value {
    return scalar(args.call, { taint: args.values[0] && taintIn(args.values[0]), nonNull: true });
  }
}
