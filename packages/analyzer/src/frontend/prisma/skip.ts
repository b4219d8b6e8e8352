import { Foreign } from '../../flow/foreign.ts';

/** `Prisma.skip`: the property is left out. */
export class Skip extends Foreign {
  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof Skip ? this : undefined;
  }
}
