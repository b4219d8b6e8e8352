import type { ts } from 'ts-morph';
import type { Foreign } from '../flow/foreign.ts';
import type { Lookup, Run } from '../flow/run.ts';
import type { Single, Value } from '../flow/value.ts';
import type { DeclaredSchema, Typed } from '../schema/declared.ts';
import type { TypeHost } from '../host/type-host.ts';
import type { TypeReader } from '../host/type-reader.ts';

/** What is asked about a value whose type a library declares. */
export interface TypedValue {
  readonly node: ts.Expression;
  /** The method that is called on it; `()` when it is called itself, ` `` ` when it is the tag of a template. */
  readonly method: string;
  /** What is known of the value. */
  readonly receiver: Single | undefined;
}

/** What the code of a project comes to, before anything is judged. */
export interface Evaluator {
  readonly evaluate: (node: ts.Expression) => Value;
  readonly call: (callee: Value, args: readonly Value[]) => Value;
}

/**
 * One database library: how its types are told apart, what of it starts a query, and what its values are.
 * Each has a folder with a `front-end.ts`; `scripts/generate.ts` lists them.
 */
export interface FrontEnd<Kind extends string = string> {
  /** For people: `Kysely`. */
  readonly name: string;
  /** The module specifiers that bring it: they are resolved, and files that import one are in reach of a database. */
  readonly modules: RegExp;
  /** Whether a file declares the library's types. */
  readonly declares: (file: string) => boolean;
  /** Files that are read beside a declaration of it: a change of one may change verdicts. */
  readonly reads?: ((declaration: string) => readonly string[]) | undefined;
  /** Declared types that are handles, builders or expressions. */
  readonly types: Readonly<Record<string, Kind>>;
  /** Set when the types promise something of every query: what a type is that only one of its alternatives makes such a handle. */
  readonly doubtful?: Kind | undefined;
  /** Declarations of the library that no handle needs, and that cost time. */
  readonly isUnread?: ((specifier: string, from: string) => boolean) | undefined;
  /** The module a file of the library counts as, when it is not simply its package. */
  readonly moduleOf?: ((file: string) => string | undefined) | undefined;
  /** Methods for which the type of the receiver is asked, by what it must be: the checker is slow, names are not. */
  readonly methods: Readonly<Partial<Record<Kind, readonly string[]>>>;
  /** The value that a type says something is. */
  readonly valueOf: (kind: Kind, value: TypedValue, run: Run) => Foreign | undefined;
  /** The same for values that are told by where their method is declared. */
  readonly memberOf?: ((value: TypedValue, run: Run) => Foreign | undefined) | undefined;
  /** What a type of the project's own is that is written down for a handle. Asked where the project has no code for the method. */
  readonly alike?: (<T extends object>(type: T, method: string, reader: TypeReader<T>) => Kind | undefined) | undefined;
  /** The tables that the project's code declares to it. */
  readonly schemaOf?: ((project: Typed, evaluator: Evaluator) => DeclaredSchema | undefined) | undefined;
  /** An import of it. */
  readonly global?: ((module: string, name: string) => Value | undefined) | undefined;
  /** Methods that start a query whatever they are called on. */
  readonly strong?: readonly string[] | undefined;
  /** Methods that start one where a database library is in reach; ` `` ` stands for tagged templates. */
  readonly weak?: readonly string[] | undefined;
  /** What starts a query, by what it is called on: each must be reached by some run. */
  readonly starts: Readonly<Partial<Record<Kind, readonly string[]>>>;
  /** Handles: calling a method of one under a computed name may start a query. */
  readonly handles: readonly Kind[];
  /** Other calls that start a query. */
  readonly isStart?: ((call: ts.CallExpression, host: TypeHost, methods: Lookup<string>) => boolean) | undefined;
  /** Calls that may have a query from elsewhere reach other rows, told from the text of a file first. */
  readonly change?: { readonly mention: RegExp; readonly is: (call: ts.CallExpression, host: TypeHost) => boolean } | undefined;
  /** What makes a query builder of a receiver that is no handle of the library. */
  readonly isStrange?: ((method: string, call: ts.CallExpression, run: Run) => boolean) | undefined;
}

/** Keeps the kinds of a front end apart from those of others while it is written down. */
export const defineFrontEnd = <Kind extends string>(frontEnd: FrontEnd<Kind>): FrontEnd => frontEnd as unknown as FrontEnd;
