import type { Mutation } from './mutation.ts';
import type { ts } from 'ts-morph';
import type { FrontEnd } from '../frontend/front-end.ts';
import type { Starts } from '../frontend/starts.ts';
import type { TypeHost } from '../host/type-host.ts';
import type { Judged } from './facts.ts';
import type { SiteLog } from './site.ts';
import type { Environment, Snapshot } from './environment.ts';
import type { Foreign } from './foreign.ts';
import type { TextFiles } from './text-file.ts';
import type { Single, Value } from './value.ts';

/** A jump target: what arrives there is joined after the loop, switch or labelled statement. */
export interface Target {
  readonly label?: string | undefined;
  readonly loop: boolean;
  readonly breaks: Snapshot[];
  readonly continues: Snapshot[];
}

/** One running function, or the top level of a file. */
export interface Frame {
  readonly node: ts.Node;
  readonly env: Environment;
  readonly self?: Value | undefined;
  readonly returns: Value[];
  readonly exits: Snapshot[];
  /** What a generator has yielded. */
  readonly yields?: Value[] | undefined;
  readonly targets: Target[];
  /** Variables that were given another value, not just changed. */
  readonly reassigned: Set<ts.Node>;
  /** Function expressions made here; those nobody called are analysed at the end. */
  readonly created: Map<ts.Node, Value>;
}

/** How library values come into being; the front ends of all libraries answer. */
export interface Libraries {
  /** An import: `sql` of kysely. */
  readonly global: (module: string, name: string) => Value | undefined;
  /** A name that nothing in the project declares: a file that is imported as text, a part of the platform. */
  readonly outside: (node: ts.Identifier, run: Run) => Value | undefined;
  /** `import.meta` */
  readonly meta: (node: ts.Node) => Value;
  /** A method call on a value whose type belongs to a library: the value it stands for. `receiver` is what is known of that value. */
  readonly typed: (node: ts.Expression, method: string, run: Run, receiver?: Single) => Foreign | undefined;
  /** The same for a value of a type of the project's own, for which the project has no code. */
  readonly alike: (node: ts.Expression, method: string, run: Run) => Foreign | undefined;
  /** Reports a method call that would be a query, on a receiver of type `any` or of one that no library knows. */
  readonly suspicious: (method: string, call: ts.CallExpression, run: Run, given: Value | undefined) => void;
  /** The same for a template. */
  readonly suspiciousTag: (node: ts.TaggedTemplateExpression, run: Run) => void;
  /** The `eb` that Kysely hands to callbacks. */
  readonly expressionBuilder: Foreign;
  /** Those that the project uses. */
  readonly present: readonly FrontEnd[];
  readonly starts: Starts;
}

/** Which values the configuration trusts. */
export interface TrustPolicy {
  readonly typeNames: ReadonlySet<string>;
  /** Type name → its trusted properties. */
  readonly properties: ReadonlyMap<string, ReadonlySet<string>>;
  readonly isSource: (declaration: ts.Node) => boolean;
  readonly isGuard: (declaration: ts.Node) => boolean;
  /** Whether a file may turn other values into trusted ones. */
  readonly mints: (file: ts.SourceFile) => boolean;
  readonly byName: boolean;
  readonly tenantColumns: ReadonlySet<string>;
}

/** The values bound into queries, by the key of their `param` node. */
type Bindings = Map<string, () => Judged>;

/** A set that may be computed as it is asked. */
export interface Lookup<T> {
  readonly has: (item: T) => boolean;
}

/** The abstract execution of one entry function with everything it calls. */
export interface Run {
  readonly entry: ts.Node;
  readonly host: TypeHost;
  readonly trust: TrustPolicy;
  readonly libraries: Libraries;
  /** Names of the project's methods: others are not looked up. */
  readonly methods: Lookup<string>;
  /** Names under which functions of the project are called, as methods or otherwise. */
  readonly names: Lookup<string>;
  /** Functions that may start a query, or call one that does. */
  readonly relevant: Lookup<ts.Node>;
  /** What the constants of modules hold. What a run finds must not depend on who was run before: only what is the same in every run is kept for others. */
  readonly modules: Map<ts.Node, Value>;
  /** Those that are being worked out. */
  readonly evaluating: Set<ts.Node>;
  /** How often a constant was read that is not kept for other runs: what is made of it is not kept either. */
  readonly unkept: { reads: number };
  /** Conditions that are known do not decide: every arm is run. */
  readonly everything: boolean;
  /** How many functions deep calls are followed. */
  readonly depth: number;
  readonly stack: Frame[];
  /** The sources of the project in whose text something is found. */
  readonly filesWith: (words: RegExp) => readonly ts.SourceFile[];
  /** What this run finds. */
  log: SiteLog;
  readonly files: TextFiles;
  readonly bindings: Bindings;
  /** False behind a return, throw, break or continue. */
  alive: boolean;
  steps: number;
  /** Snapshots taken inside `try` blocks, innermost last. */
  readonly tries: Snapshot[][];
  readonly choices: { script: number[]; sizes: number[]; path: ReadonlyMap<number, number> }[];
  /** Function nodes that this run went through, for the call graph. */
  readonly called: Set<ts.Node>;
  readonly evaluate: (node: ts.Expression) => Value;
  /** What a constant of a module holds, on a stack and from steps of its own; undefined when these do not suffice. */
  readonly constant: (initializer: ts.Expression) => Value | undefined;
  /** Says that one is read that this run has worked out, or is working out. */
  readonly readAgain: (initializer: ts.Expression) => void;
  readonly execute: (statement: ts.Statement) => void;
  /** Calls a function value with values; `at` is the call. */
  readonly call: (callee: Value, args: readonly Value[], at: ts.Node) => Value;
  /** How what a constant of a module holds is changed after it was made. */
  readonly mutation: (declaration: ts.Declaration) => Mutation | undefined;
  /** Classes of the project that extend a class or implement an interface, at any depth. */
  readonly subclasses: (node: ts.ClassLikeDeclaration | ts.InterfaceDeclaration) => readonly ts.ClassLikeDeclaration[];
}

/** More steps than this in one entry: its remaining sites are not followed. */
export const maxSteps = 40_000;
/** Functions called from functions. */
export const maxDepth = 8;
/** Frames in all, callbacks included. */
export const maxFrames = 60;
