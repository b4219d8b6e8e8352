import type { OperationNode, OperationNodeKind } from 'kysely';
import { refusal } from '../error.ts';
import { keepOwner } from './owner.ts';
import type { Scope } from './scope.ts';

/** Copies one field of a node, or refuses its value. */
export type FieldCopier = (value: unknown, scope: Scope) => unknown;

/** The fields of a node kind. A field that is not listed is refused: nothing of a query is dropped in silence. */
export type Shape = Readonly<Record<string, FieldCopier>>;

export const unknownPart = (what: string): Error => refusal('UNKNOWN_NODE', `${what} is not known to be safe, so the query is refused`);

const misplaced = (kind: string, place: string): Error => unknownPart(`${kind} in the place of ${place}`);

/** The kind of a node, read once: whoever goes on with the node takes the kind along. */
export const kindOf = (value: unknown): string => {
  const kind: unknown = typeof value === 'object' && value !== null ? (value as { readonly kind?: unknown }).kind : undefined;
  if (typeof kind !== 'string') throw unknownPart('a part of the query that is no node');
  return kind;
};

/**
 * A node as plain data: each field is read once, here. A node may be anything that has `toOperationNode()`, with getters
 * that answer differently each time; what is judged must be what is printed.
 */
export const asNode = (value: unknown): OperationNode => {
  if (typeof value !== 'object' || value === null) throw unknownPart('a part of the query that is no node');
  const node = { ...value } as OperationNode;
  if (typeof node.kind !== 'string') throw unknownPart('a part of the query that is no node');
  keepOwner(value as OperationNode, node);
  return node;
};

/** The items of an array, by index: an array may have a `map` of its own. */
export const asList = (value: unknown): readonly unknown[] => {
  if (!Array.isArray(value)) throw unknownPart('a part of the query that is no list');
  const items: unknown[] = [];
  for (let i = 0; i < value.length; i++) items.push(value[i]);
  return items;
};

export const asNodes = (value: unknown): readonly OperationNode[] => asList(value).map(asNode);

/** The fields of a node of a known kind, for a handler that copies them itself. */
export const readOnce = <N extends OperationNode>(value: unknown, kind: N['kind'], shape: Shape): N => {
  const node = asNode(value);
  if (node.kind !== kind) throw unknownPart(`${node.kind} in the place of ${kind}`);
  for (const name in node) if (name !== 'kind' && shape[name] === undefined && (node as unknown as Readonly<Record<string, unknown>>)[name] !== undefined) throw unknownPart(`${kind}.${name}`);
  return node as N;
};

/** A copy of a node by its shape. Each field is read once. */
export const copyNode = <N extends OperationNode = OperationNode>(node: object, kind: N['kind'], shape: Shape, scope: Scope): N => {
  const copy: Record<string, unknown> = { kind };
  for (const name in node) {
    if (name === 'kind') continue;
    const value = (node as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) continue;
    const copier = shape[name];
    if (copier === undefined) throw unknownPart(`${kind}.${name}`);
    copy[name] = copier(value, scope);
  }
  return copy as unknown as N;
};

const expressionKinds: ReadonlySet<string> = new Set<OperationNodeKind>([
  ...(['AggregateFunctionNode', 'AndNode', 'BinaryOperationNode', 'CaseNode', 'CastNode', 'ColumnNode', 'FunctionNode', 'JSONPathNode', 'JSONReferenceNode', 'OrNode', 'ParensNode', 'PrimitiveValueListNode'] as const),
  ...(['RawNode', 'ReferenceNode', 'SelectQueryNode', 'TableNode', 'TupleNode', 'UnaryOperationNode', 'ValueListNode', 'ValueNode'] as const),
]);

export const isExpressionKind = (kind: string): boolean => expressionKinds.has(kind);

type NodeCopier = (value: unknown, scope: Scope) => OperationNode;

/** An expression. A clause, a list or a name in its place would be printed as it is. */
export const expression: NodeCopier = (value, scope) => {
  const kind = kindOf(value);
  if (!expressionKinds.has(kind)) throw misplaced(kind, 'an expression');
  return scope.read(kind, value as object, scope);
};

export const expressions: FieldCopier = (value, scope) => asList(value).map((item) => expression(item, scope));

/** A node of one of these kinds. */
export const only = (...kinds: readonly OperationNodeKind[]): NodeCopier => {
  const [first, ...others]: readonly string[] = kinds;
  return (value, scope) => {
    const kind = kindOf(value);
    if (kind !== first && !others.includes(kind)) throw misplaced(kind, kinds.join(' or '));
    return scope.read(kind, value as object, scope);
  };
};

/** An expression, or a node of one of these kinds. */
export const expressionOr =
  (...kinds: readonly OperationNodeKind[]): NodeCopier =>
  (value, scope) => {
    const kind = kindOf(value);
    if (!expressionKinds.has(kind) && !(kinds as readonly string[]).includes(kind)) throw misplaced(kind, 'an expression');
    return scope.read(kind, value as object, scope);
  };

/** A raw fragment, read by the rules of its place, or something else. */
export const rawOr =
  (raw: (fragment: object, scope: Scope) => OperationNode, other: readonly OperationNodeKind[] | 'expression', ...more: readonly OperationNodeKind[]): NodeCopier =>
  (value, scope) => {
    const kind = kindOf(value);
    if (kind === 'RawNode') return raw(value as object, scope);
    const isAllowed = other === 'expression' ? expressionKinds.has(kind) || (more as readonly string[]).includes(kind) : (other as readonly string[]).includes(kind);
    if (!isAllowed) throw misplaced(kind, other === 'expression' ? 'an expression' : other.join(' or '));
    return scope.read(kind, value as object, scope);
  };

export const listOf =
  (copier: (value: unknown, scope: Scope) => OperationNode): FieldCopier =>
  (value, scope) =>
    asList(value).map((item) => copier(item, scope));

/** For fields that the handler of the kind copies itself: it finds them as they were given, read once. */
export const byHandler: FieldCopier = (value) => value;

/** The fields of a node of a kind, for a handler that reads each of them once and goes on with what it read. */
export const fieldsOf = (value: unknown, kind: OperationNodeKind): Readonly<Record<string, unknown>> => {
  const given = kindOf(value);
  if (given !== kind) throw misplaced(given, kind);
  return value as Readonly<Record<string, unknown>>;
};

export const flag: FieldCopier = (value) => {
  if (typeof value !== 'boolean') throw unknownPart('a switch of a node that is no boolean');
  return value;
};

export const text: FieldCopier = (value) => {
  if (typeof value !== 'string') throw unknownPart('a name that is no string');
  return value;
};

/** One of a few words, which Kysely prints as they are. */
export const oneOf =
  (...words: readonly string[]): FieldCopier =>
  (value) => {
    if (typeof value !== 'string' || !words.includes(value)) throw unknownPart(typeof value === 'string' ? `"${value}"` : `${typeof value} in the place of ${words.join(' or ')}`);
    return value;
  };

const operators: ReadonlySet<unknown> = new Set([
  ...'= == != <> > >= < <= in is like match ilike @> <@ ^@ && ? ?& ?| !< !> <=> !~ ~ ~* !~* @@ @@@ !! <-> regexp + - * / % ^ & | # << >> || -> ->> ->$ ->>$ not exists between'.split(' '),
  ...['not in', 'is not', 'not like', 'not ilike', 'is distinct from', 'is not distinct from', 'not exists', 'between symmetric'],
]);

export const operatorWord: FieldCopier = (value, scope) => {
  // `#` begins a comment in MySQL.
  if (!operators.has(value) || (value === '#' && scope.registry.mysqlText)) throw unknownPart(`the operator ${typeof value === 'string' ? `"${value}"` : typeof value}`);
  return value;
};

const typeName = /^(?:(?:"[^"]+"|[a-z_][a-z0-9_]*)\.)?(?:"[^"]+"|[a-z_][a-z0-9_]*(?: varying| precision| unsigned| signed)?)(?:\(\d+(?:, ?\d+)?\))?(?: with(?:out)? time zone)?(?:\[\d*\])*$/i;

export const isTypeName = (value: unknown): value is string => typeof value === 'string' && typeName.test(value.trim());

export const dataTypeName: FieldCopier = (value) => {
  if (!isTypeName(value)) throw unknownPart(`the type ${typeof value === 'string' ? `"${value}"` : typeof value}`);
  return value;
};
