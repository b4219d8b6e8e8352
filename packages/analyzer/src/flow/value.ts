import type { ts } from 'ts-morph';
import type { Environment } from './environment.ts';
import type { Foreign } from './foreign.ts';
import type { Path } from './path.ts';

/** Why a value must not decide the tenant. */
export interface Taint {
  /** One clause: "req.body.tenantId comes from the request". */
  readonly origin: string;
  readonly node: ts.Node;
}

/** A row, or rows, that a query site returned; `column` tells where a column of it comes from. */
export interface RowSource {
  readonly rows: boolean;
  readonly column: (name: string, node: ts.Node) => ScalarValue;
}

/** A constant; `at` is where its text starts in the file, when each character of it stands there as it is. */
export interface ConstantValue {
  readonly kind: 'constant';
  readonly value: string | number | boolean | null | undefined;
  readonly at?: number | undefined;
}

/** Text with holes, from templates and concatenation. */
export interface TextValue {
  readonly kind: 'text';
  readonly pieces: readonly (ConstantValue | HolePiece)[];
}
export interface HolePiece {
  readonly kind: 'hole';
  readonly value: Value;
  readonly node: ts.Node;
}

/** A value of which only its origin is known. */
export interface ScalarValue {
  readonly kind: 'scalar';
  /** Where it came into being; its type is asked there. */
  readonly node: ts.Node;
  readonly taint?: Taint | undefined;
  /** Set when it is known to be the session's tenant, or an object of it: why. */
  readonly trusted?: string | undefined;
  readonly nonNull?: boolean | undefined;
  readonly row?: RowSource | undefined;
  /** Of a row of a query whose proof is not complete: callers that are known may complete it. */
  readonly open?: boolean | undefined;
  /** Read from a row: its type is the type of a long chain, which is not worth asking for. */
  readonly fetched?: boolean | undefined;
  /** The declared type of a source's result. */
  readonly type?: ts.TypeNode | undefined;
  /** Why the analysis lost it, when it did. */
  readonly cause?: string | undefined;
  /** The value whose member it is. */
  readonly parent?: ScalarValue | undefined;
  /** The property it was read from, for destructured members. */
  readonly property?: string | undefined;
}

type Presence = 'one' | 'optional' | 'many';
export interface Item {
  readonly value: Value;
  readonly presence: Presence;
}
export interface ArrayValue {
  readonly kind: 'array';
  readonly items: readonly Item[];
}

/** One property, or a spread of something. Later ones win. */
export type Entry =
  | { readonly kind: 'property'; readonly key: string; readonly value: Value; readonly optional: boolean; readonly node: ts.Node }
  | { readonly kind: 'spread'; readonly value: Value; readonly node: ts.Node };
export interface ObjectValue {
  readonly kind: 'object';
  readonly entries: readonly Entry[];
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly node: ts.FunctionLikeDeclaration;
  readonly env: Environment | undefined;
  readonly self?: Value | undefined;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly node: ts.ClassLikeDeclaration;
  /** The variables around a class that is declared in a function. */
  readonly env?: Environment | undefined;
}

/** An instance of a project class. `args` undefined: made somewhere unknown. */
export interface InstanceValue {
  readonly kind: 'instance';
  readonly node: ts.ClassLikeDeclaration;
  readonly env?: Environment | undefined;
  readonly args?: readonly Value[] | undefined;
  readonly fields: Map<string, Value>;
}

export interface UnionValue {
  readonly kind: 'union';
  readonly options: readonly { readonly path: Path; readonly value: Single }[];
}

export type Single =
  | ConstantValue
  | TextValue
  | ScalarValue
  | ArrayValue
  | ObjectValue
  | FunctionValue
  | ClassValue
  | InstanceValue
  | Foreign;
export type Value = Single | UnionValue;

export const constant = (value: ConstantValue['value'], at?: number): ConstantValue => ({ kind: 'constant', value, at });
export const scalar = (node: ts.Node, more: Omit<ScalarValue, 'kind' | 'node'> = {}): ScalarValue => ({ kind: 'scalar', node, ...more });
export const undefinedValue = constant(undefined);
export const arrayOf = (values: readonly Value[]): ArrayValue => ({ kind: 'array', items: values.map((value) => ({ value, presence: 'one' })) });

export const optionsOf = (value: Value): UnionValue['options'] =>
  value.kind === 'union' ? value.options : [{ path: emptyPath, value }];
const emptyPath: Path = new Map();

/** Stands for the name of a property, or an index, that nobody knows. */
export const unknownKey = '[…]';
