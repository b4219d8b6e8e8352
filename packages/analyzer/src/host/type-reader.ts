import type { ts } from '#compiler';

/** What kind of type a type is, in bits of our own: compilers number theirs differently. */
export const trait = {
  any: 1,
  unknown: 2,
  never: 4,
  null: 8,
  undefined: 16,
  void: 32,
  /** `string`, `number` and `bigint` themselves. */
  text: 64,
  /** Text of any kind: literals and templates too. */
  textLike: 128,
  numberLike: 256,
  parameter: 512,
  union: 1024,
  intersection: 2048,
} as const;

/** The flags of a compiler's types, by their names. */
type Flags = Readonly<Record<'Any' | 'Unknown' | 'Never' | 'Null' | 'Undefined' | 'Void' | 'String' | 'Number' | 'BigInt' | 'StringLike' | 'NumberLike' | 'TypeParameter' | 'Union' | 'Intersection', number>>;

/** Translates the flags of a compiler. */
export const traitsOf = (f: Flags): ((flags: number) => number) => {
  const pairs: readonly (readonly [number, number])[] = [
    [f.Any, trait.any],
    [f.Unknown, trait.unknown],
    [f.Never, trait.never],
    [f.Null, trait.null],
    [f.Undefined, trait.undefined],
    [f.Void, trait.void],
    [f.String | f.Number | f.BigInt, trait.text],
    [f.StringLike, trait.textLike],
    [f.NumberLike, trait.numberLike],
    [f.TypeParameter, trait.parameter],
    [f.Union, trait.union],
    [f.Intersection, trait.intersection],
  ];
  const known = new Map<number, number>();
  return (flags) => {
    let traits = known.get(flags);
    if (traits === undefined) known.set(flags, (traits = pairs.reduce((all, [flag, bit]) => (flags & flag ? all | bit : all), 0)));
    return traits;
  };
};

/** What a type or an alias is called, and the files that declare it. */
export interface Named {
  readonly name: string;
  readonly files: readonly string[];
}

/** What a name means, imports and re-exports followed. */
export interface Meaning extends Named {
  /** That of its value comes first. */
  readonly declarations: readonly ts.Declaration[];
}

export interface Property<T> extends Named {
  readonly declarations: () => readonly ts.Node[];
  readonly type: () => T;
}

/** A way in which something can be called. */
export interface Signature<T> {
  readonly declaration: ts.Node | undefined;
  readonly returns: () => T;
  readonly parameters: () => readonly T[];
}

/** What a compiler knows of types. `T` is a type of its own, which nobody but its reader looks into: equal types are the same object. */
export interface TypeReader<T extends object> {
  readonly any: () => T;
  readonly typeAt: (node: ts.Node) => T;
  /** The type that is expected where an expression stands. */
  readonly expectedAt: (node: ts.Expression) => T | undefined;
  readonly meaning: (node: ts.Node) => Meaning | undefined;
  /** Where the file itself declares a name: that of an import is the import. */
  readonly local: (node: ts.Node) => ts.Declaration | undefined;
  readonly traits: (type: T) => number;
  readonly id: (type: T) => number;
  readonly literal: (type: T) => string | number | boolean | undefined;
  /** Of a union or an intersection. */
  readonly members: (type: T) => readonly T[];
  readonly constraint: (type: T) => T | undefined;
  /** What a class or an interface extends. */
  readonly bases: (type: T) => readonly T[];
  readonly named: (type: T) => Named | undefined;
  readonly alias: (type: T) => Named | undefined;
  /** What an alias is given: `'Order'` of `Extended<'Order'>`. */
  readonly aliasArguments: (type: T) => readonly T[];
  readonly nonNullable: (type: T) => T;
  readonly awaited: (type: T) => T | undefined;
  /** What a list holds. */
  readonly element: (type: T) => T | undefined;
  readonly property: (type: T, name: string) => Property<T> | undefined;
  /** Whether it allows whatever name. */
  readonly isIndexed: (type: T) => boolean;
  readonly properties: (type: T) => readonly Property<T>[];
  /** How a type can be called. */
  readonly signatures: (type: T) => readonly Signature<T>[];
  readonly isAssignable: (from: T, to: T) => boolean;
  /** Told which code will be asked about, before anything is. */
  readonly prepare?: (code: readonly ts.Node[]) => void;
}
