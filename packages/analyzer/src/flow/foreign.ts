import type { ts } from 'ts-morph';
import type { Run } from './run.ts';
import type { Value } from './value.ts';

/** A call as a library sees it: its arguments evaluated, spreads expanded. */
export interface Arguments {
  readonly values: readonly Value[];
  readonly nodes: readonly ts.Node[];
  readonly call: ts.Node;
  /** A spread of something unknown stands among them. */
  readonly open: boolean;
  /** Those spreads, each with the number of arguments that stand before it. */
  readonly spreads?: readonly Spread[] | undefined;
}

/** `...list` among arguments, of a list whose length is not certain. */
export interface Spread {
  readonly before: number;
  readonly value: Value;
  readonly node: ts.Node;
}

/** A value that belongs to a library's front end: handles, builders, expressions, fragments. */
export abstract class Foreign {
  readonly kind = 'foreign' as const;

  /** Whether its methods change it in place: what a call does to it is then done on the paths alone on which it is what is called. */
  get isMutable(): boolean {
    return false;
  }

  /** A property; undefined when the front end does not know it. */
  property(_name: string, _node: ts.Node, _run: Run): Value | undefined {
    return undefined;
  }

  /** A method call; undefined when the front end does not know the method. */
  invoke(_name: string, _args: Arguments, _run: Run): Value | undefined {
    return undefined;
  }

  /** Calling the value itself. */
  call(_args: Arguments, _run: Run): Value | undefined {
    return undefined;
  }

  /** `new` of it; undefined when the front end makes nothing of it. */
  construct(_args: Arguments, _run: Run): Value | undefined {
    return undefined;
  }

  /** Using it as the tag of a template. */
  tag(_pieces: readonly ts.TemplateLiteralLikeNode[], _args: Arguments, _run: Run): Value | undefined {
    return undefined;
  }

  /** Awaiting it. */
  awaited(_node: ts.Node, _run: Run): Value {
    return this;
  }

  /** It went where it is not followed. */
  escape(_cause: string, _run: Run): void {}

  /** It was put into a field, where others find it. */
  kept(cause: string, run: Run): void {
    this.escape(cause, run);
  }

  /** A module holds it: all requests share it. */
  shared(_cause: string, _run: Run): void {}

  /** It was returned by a function nobody is known to call. */
  returned(_run: Run): void {}

  /** One value for both, when this is the other with nothing but more optional parts; else undefined. */
  mergeWith(_other: Foreign): Foreign | undefined {
    return undefined;
  }

  /** What stands for it when its alternatives are too many to be told apart. */
  // eslint-disable-next-line @typescript-eslint/prefer-return-this-type -- an override may widen to another value
  widened(_cause: string): Foreign {
    return this;
  }

  /** An optional key under which calls with this value as argument may be remembered. */
  fingerprint(): string | undefined {
    return undefined;
  }
}
