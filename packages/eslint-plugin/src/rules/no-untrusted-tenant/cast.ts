import type { TSESTree } from '@typescript-eslint/utils';
import { AST_NODE_TYPES as Kind } from '@typescript-eslint/utils';
import ts from 'typescript';
import type { Types } from '../../session/types.ts';
import { keyOf } from '../../syntax/expression.ts';

export type Cast = TSESTree.TSAsExpression | TSESTree.TSTypeAssertion;

const isCast = (node: TSESTree.Node): node is Cast => node.type === Kind.TSAsExpression || node.type === Kind.TSTypeAssertion;

const anything = ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never;

/** What is cast: `x` of `x as unknown as TenantId`. */
export const castFrom = (types: Types, { expression }: Cast): TSESTree.Expression =>
  isCast(expression) && types.of(expression).flags & anything ? castFrom(types, expression) : expression;

const isNullish = (type: ts.Type): boolean =>
  (type.isUnion() ? type.types : [type]).every((t) => t.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void | ts.TypeFlags.Never));

/** Text and numbers: a name for them is all that a type `TenantId = string` adds, and whatever is text is assignable to it. */
const isPlain = (types: Types, type: ts.Type): boolean => (types.checker.getNonNullableType(type).flags & (ts.TypeFlags.String | ts.TypeFlags.Number | ts.TypeFlags.BigInt)) !== 0;

/** Whether a value has the trusted type without the cast. */
const fits = (types: Types, from: TSESTree.Node, to: ts.Type, name: string): boolean => {
  if (types.names(from).includes(name)) return true;
  const type = types.of(from);
  return (type.flags & anything) === 0 && !isPlain(types, to) && types.checker.isTypeAssignableTo(type, to);
};

/** Whether an object already holds trusted values in the properties that a type such as `AuthContext` is trusted for. */
const holdsTrusted = (types: Types, from: TSESTree.Expression, to: ts.Type, properties: ReadonlySet<string>): boolean => {
  const literal = from.type === Kind.ObjectExpression && from.properties.every((p) => p.type === Kind.Property) ? from : undefined;
  const target = types.checker.getNonNullableType(to);
  return [...properties].every((name) => {
    const wanted = target.getProperty(name);
    const written = literal?.properties.find((p): p is TSESTree.Property => p.type === Kind.Property && keyOf(p) === name);
    if (literal && !written) return true;
    const held = types.of(from).getProperty(name);
    if (!wanted || !held) return false;
    const [a, b] = [types.checker.getTypeOfSymbol(held), types.checker.getTypeOfSymbol(wanted)];
    return (a.flags & anything) === 0 && !isPlain(types, b) && types.checker.isTypeAssignableTo(a, b);
  });
};

/** The trusted type that a cast makes of something else. */
export const mintedBy = (types: Types, cast: Cast): string | undefined => {
  const name = types.namesTrusted(types.at(cast.typeAnnotation) as ts.TypeNode);
  if (name === undefined) return undefined;
  const from = castFrom(types, cast);
  const to = types.of(cast);
  if (isNullish(types.of(from)) || fits(types, from, to, name)) return undefined;
  const properties = types.trust.properties.get(name);
  return properties && holdsTrusted(types, from, to, properties) ? undefined : name;
};
