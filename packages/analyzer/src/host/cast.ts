import { ts } from '#compiler';
import { unwrap } from '../flow/names.ts';

export type Cast = ts.AsExpression | ts.TypeAssertion;

export const isCast = (node: ts.Node): node is Cast => ts.isAsExpression(node) || ts.isTypeAssertionExpression(node);

/** What a cast is asked to be: the configured type, and the properties of it that are trusted when it is not trusted as a whole. */
export interface Wish {
  readonly name: string;
  readonly properties: ReadonlySet<string> | undefined;
}

interface Types {
  readonly checker: ts.TypeChecker;
  readonly typeOf: (node: ts.Node) => ts.Type;
  readonly typeNames: (node: ts.Node) => readonly string[];
}

const anything = (): ts.TypeFlags => ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never;

/** What is cast: `x` of `x as unknown as TenantId`. */
const castFrom = ({ expression }: Cast, typeOf: Types['typeOf']): ts.Expression => {
  const inner = unwrap(expression);
  return isCast(inner) && typeOf(inner).flags & anything() ? castFrom(inner, typeOf) : inner;
};

const isNullish = (type: ts.Type): boolean =>
  (type.isUnion() ? type.types : [type]).every((t) => t.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void | ts.TypeFlags.Never));

/** Text and numbers: a name for them is all that a type `TenantId = string` adds, and whatever is text is assignable to it. */
const isText = (type: ts.Type, checker: ts.TypeChecker): boolean => (checker.getNonNullableType(type).flags & (ts.TypeFlags.String | ts.TypeFlags.Number | ts.TypeFlags.BigInt)) !== 0;

const isAssignable = (from: ts.Type, to: ts.Type, checker: ts.TypeChecker): boolean => (from.flags & anything()) === 0 && !isText(to, checker) && checker.isTypeAssignableTo(from, to);

const writtenProperty = (literal: ts.ObjectLiteralExpression, name: string): ts.ObjectLiteralElementLike | undefined =>
  literal.properties.find((p) => p.name !== undefined && (ts.isIdentifier(p.name) || ts.isStringLiteral(p.name)) && p.name.text === name);

/** Whether an object already holds trusted values in the properties that a type such as `AuthContext` is trusted for. */
const holdsTrusted = (from: ts.Expression, to: ts.Type, properties: ReadonlySet<string>, { checker, typeOf }: Types): boolean => {
  const literal = ts.isObjectLiteralExpression(from) && !from.properties.some((p) => ts.isSpreadAssignment(p)) ? from : undefined;
  const target = checker.getNonNullableType(to);
  return [...properties].every((name) => {
    if (literal && !writtenProperty(literal, name)) return true;
    const wanted = target.getProperty(name);
    const held = typeOf(from).getProperty(name);
    return wanted !== undefined && held !== undefined && isAssignable(checker.getTypeOfSymbol(held), checker.getTypeOfSymbol(wanted), checker);
  });
};

/** What a cast makes a trusted value of, when it was none before: undefined when it only says what is so. */
export const forgedFrom = (cast: Cast, { name, properties }: Wish, types: Types): ts.Expression | undefined => {
  const from = castFrom(cast, types.typeOf);
  const type = types.typeOf(from);
  const to = types.typeOf(cast);
  if (isNullish(type) || types.typeNames(from).includes(name) || isAssignable(type, to, types.checker)) return undefined;
  return properties && holdsTrusted(from, to, properties, types) ? undefined : from;
};
