import type { OperationNode } from 'kysely';
import { refusal } from '../error.ts';
import type { Scope } from './scope.ts';

/** Copies one field of a node, or refuses its value. */
export type FieldCopier = (value: unknown, scope: Scope) => unknown;

/** The fields of a node kind. A field that is not listed is refused: nothing of a query is dropped in silence. */
export type Shape = Readonly<Record<string, FieldCopier>>;

const unknownPart = (what: string): Error => refusal('UNKNOWN_NODE', `${what} is not known to be safe, so the query is refused`);

export const asNode = (value: unknown): OperationNode => {
  if (typeof value !== 'object' || value === null || typeof (value as { kind?: unknown }).kind !== 'string') throw unknownPart('a part of the query that is no node');
  return value as OperationNode;
};

export const asNodes = (value: unknown): readonly OperationNode[] => {
  if (!Array.isArray(value)) throw unknownPart('a part of the query that is no list of nodes');
  return value.map(asNode);
};

/**
 * The fields of a node, each read once, in an object of ours: a node may be anything that has `toOperationNode()`, and
 * what is judged must be what is printed.
 */
export const readOnce = <N extends OperationNode>(value: unknown, kind: N['kind'], shape: Shape): N => {
  const node = asNode(value);
  const own: Record<string, unknown> = {};
  for (const name in node) {
    const field = (node as unknown as Readonly<Record<string, unknown>>)[name];
    if (field === undefined || name === 'kind') continue;
    if (shape[name] === undefined) throw unknownPart(`${kind}.${name}`);
    own[name] = field;
  }
  if (node.kind !== kind) throw unknownPart(`${node.kind} in the place of ${kind}`);
  own['kind'] = kind;
  return own as unknown as N;
};

/** A copy of a node by its shape. The kind is the one that the shape was found by: it is not read again. */
export const copyNode = (node: OperationNode, kind: OperationNode['kind'], shape: Shape, scope: Scope): OperationNode => {
  const copy: Record<string, unknown> = { kind };
  for (const name in node) {
    if (name === 'kind') continue;
    const value = (node as unknown as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) continue;
    const copier = shape[name];
    if (copier === undefined) throw unknownPart(`${kind}.${name}`);
    copy[name] = copier(value, scope);
  }
  return copy as unknown as OperationNode;
};

export const node: FieldCopier = (value, scope) => scope.visit(asNode(value), scope);

export const nodes: FieldCopier = (value, scope) => asNodes(value).map((item) => scope.visit(item, scope));

/** For fields that the handler of the kind copies itself. */
export const byHandler: FieldCopier = () => undefined;

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
    if (typeof value !== 'string' || !words.includes(value)) throw unknownPart(`"${String(value)}"`);
    return value;
  };

const operators: ReadonlySet<unknown> = new Set([
  ...'= == != <> > >= < <= in is like match ilike @> <@ ^@ && ? ?& ?| !< !> <=> !~ ~ ~* !~* @@ @@@ !! <-> regexp + - * / % ^ & | # << >> || -> ->> ->$ ->>$ not exists between'.split(' '),
  ...['not in', 'is not', 'not like', 'not ilike', 'is distinct from', 'is not distinct from', 'not exists', 'between symmetric'],
]);

export const operatorWord: FieldCopier = (value) => {
  if (!operators.has(value)) throw unknownPart(`the operator "${String(value)}"`);
  return value;
};

const typeName = /^[a-z_][a-z0-9_ ]*(\(\d+(, ?\d+)?\))?( with(out)? time zone)?(\[\d*\])*$/i;

export const isTypeName = (value: unknown): value is string => typeof value === 'string' && typeName.test(value.trim());

export const dataTypeName: FieldCopier = (value) => {
  if (!isTypeName(value)) throw unknownPart(`the type "${String(value)}"`);
  return value;
};

/** Printed into the statement itself, so only what Kysely quotes. */
export const isImmediate = (value: unknown): boolean => value === null || value instanceof Date || ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
