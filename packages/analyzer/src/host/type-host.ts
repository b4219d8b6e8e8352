import type { ts } from '#compiler';
import type { Cast, Wish } from './cast.ts';
import type { HandleKind } from './handle.ts';

export interface Imported {
  /** `kysely`, `kysely/helpers/postgres`, `pg`. */
  readonly module: string;
  readonly name: string;
}

export interface Alias {
  readonly name: string;
  readonly module?: string | undefined;
}

/** A type, opened as far as somebody looks into it. */
export interface Shape {
  /** Any, or a parameter: it may have whatever properties. */
  readonly isOpen: boolean;
  readonly mayBeMissing: boolean;
  /** The files that declare it. */
  readonly files: readonly string[];
  readonly properties: () => readonly { readonly name: string; readonly shape: Shape }[];
  readonly property: (name: string) => Shape | undefined;
}

/** The few questions that need types. Everything else is read off the syntax. */
export interface TypeHost {
  readonly handle: (node: ts.Node) => HandleKind | undefined;
  /** The handle that a value is which came into being at a node: what a promise there resolves to, what a list there holds. */
  readonly origin: (node: ts.Node) => HandleKind | undefined;
  /** The handle that a value is meant to be whose type is the project's own, told by a method of it. */
  readonly alike: (node: ts.Node, method: string) => HandleKind | undefined;
  /** Whether the project itself says that something can be called and gives an answer, and has no code for it there. */
  readonly isWritten: (node: ts.Node) => boolean;
  /** The handle that is expected where an expression stands. */
  readonly expected: (node: ts.Expression) => HandleKind | undefined;
  /** The package that declares a member of the type of a node, or of what a promise there resolves to. */
  readonly memberModule: (node: ts.Node, name: string) => string | undefined;
  /** The aliases that the type of a node is written with, from the outside in, and the packages that declare them; of a literal its text. */
  readonly aliases: (node: ts.Node) => readonly Alias[];
  readonly isAny: (node: ts.Node) => boolean;
  /** Whether a value, or what it resolves to or holds a list of, is of type any. */
  readonly holdsAny: (node: ts.Node) => boolean;
  /** Whether the type says nothing of where a value comes from: any, unknown, text, a number. */
  readonly isPlain: (node: ts.Node) => boolean;
  /** Where what a name means is declared, imports and re-exports followed; the declaration of its value first. */
  readonly declarations: (node: ts.Node) => readonly ts.Declaration[];
  /** The declaration of a package that a name means. */
  readonly imported: (node: ts.Node) => Imported | undefined;
  /** The declaration of a package that the type of an expression comes from, or one of its alternatives. */
  readonly typeImported: (node: ts.Node) => Imported | undefined;
  /** What the import of a name says, whether it is found or not: `{ module: 'node:fs', name: 'readFileSync' }`, with `*` for all of it. */
  readonly source: (node: ts.Node) => Imported | undefined;
  /** The literals an expression's type consists of; undefined when it has anything else. */
  readonly literals: (node: ts.Node) => readonly (string | number | boolean)[] | undefined;
  readonly mayBeNull: (node: ts.Node) => boolean;
  readonly mayBeUndefined: (node: ts.Node) => boolean;
  /** Whether the project's own compiler keeps null and undefined out of what does not allow them. */
  readonly strictNulls: boolean;
  /** Whether a property of a declared type may be null or undefined. */
  readonly memberMayBeMissing: (type: ts.TypeNode, name: string) => boolean;
  /** What a cast makes a value of a configured type of, when it was none before. */
  readonly forgedFrom: (cast: Cast, wish: Wish) => ts.Expression | undefined;
  /** Names of a type, its aliases and its parts, without null and undefined. */
  readonly typeNames: (node: ts.Node) => readonly string[];
  /** Whether the type of an expression declares a property, or allows any. */
  readonly hasProperty: (node: ts.Node, name: string) => boolean;
  readonly isFunction: (node: ts.Node) => boolean;
  /** The project's own functions whose type an expression has. What it holds may be another with the same type. */
  readonly typedAs: (node: ts.Node) => readonly ts.FunctionLikeDeclaration[];
  readonly isNumber: (node: ts.Node) => boolean;
  /** A number that is equal for equal types. */
  readonly typeId: (node: ts.Node) => number;
  /** Says which code will be asked about: a host for which each question is dear asks many at once. */
  readonly prepare: (code: readonly ts.Node[]) => void;
  /** What the type is made of that a type node or a declaration stands for. */
  readonly shape: (node: ts.Node) => Shape;
}
