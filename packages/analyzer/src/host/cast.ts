import { ts } from '#compiler';
import { unwrap } from '../flow/names.ts';
import { trait, type TypeReader } from './type-reader.ts';

export type Cast = ts.AsExpression | ts.TypeAssertion;

export const isCast = (node: ts.Node): node is Cast => ts.isAsExpression(node) || ts.isTypeAssertionExpression(node);

/** What a cast is asked to be: the configured type, and the properties of it that are trusted when it is not trusted as a whole. */
export interface Wish {
  readonly name: string;
  readonly properties: ReadonlySet<string> | undefined;
}

const anything = trait.any | trait.unknown | trait.never;
const nothing = trait.null | trait.undefined | trait.void | trait.never;

const writtenProperty = (literal: ts.ObjectLiteralExpression, name: string): ts.ObjectLiteralElementLike | undefined =>
  literal.properties.find((p) => p.name !== undefined && (ts.isIdentifier(p.name) || ts.isStringLiteral(p.name)) && p.name.text === name);

/** What a cast makes a trusted value of, when it was none before: undefined when it only says what is so. */
export const forgeryFinder = <T extends object>(reader: TypeReader<T>, typeOf: (node: ts.Node) => T, typeNames: (node: ts.Node) => readonly string[]) => {
  const is = (type: T, traits: number): boolean => (reader.traits(type) & traits) !== 0;

  /** What is cast: `x` of `x as unknown as TenantId`. */
  const castFrom = ({ expression }: Cast): ts.Expression => {
    const inner = unwrap(expression);
    return isCast(inner) && is(typeOf(inner), anything) ? castFrom(inner) : inner;
  };

  const isNullish = (type: T): boolean => (is(type, trait.union) ? reader.members(type) : [type]).every((t) => is(t, nothing));

  /** Text and numbers: a name for them is all that a type `TenantId = string` adds, and whatever is text is assignable to it. */
  const isText = (type: T): boolean => is(reader.nonNullable(type), trait.text);

  const isAssignable = (from: T, to: T): boolean => !is(from, anything) && !isText(to) && reader.isAssignable(from, to);

  /** Whether an object already holds trusted values in the properties that a type such as `AuthContext` is trusted for. */
  const holdsTrusted = (from: ts.Expression, to: T, properties: ReadonlySet<string>): boolean => {
    const literal = ts.isObjectLiteralExpression(from) && !from.properties.some((p) => ts.isSpreadAssignment(p)) ? from : undefined;
    const target = reader.nonNullable(to);
    return [...properties].every((name) => {
      if (literal && !writtenProperty(literal, name)) return true;
      const wanted = reader.property(target, name);
      const held = reader.property(typeOf(from), name);
      return wanted !== undefined && held !== undefined && isAssignable(held.type(), wanted.type());
    });
  };

  return (cast: Cast, { name, properties }: Wish): ts.Expression | undefined => {
    const from = castFrom(cast);
    const type = typeOf(from);
    const to = typeOf(cast);
    if (isNullish(type) || typeNames(from).includes(name) || isAssignable(type, to)) return undefined;
    return properties && holdsTrusted(from, to, properties) ? undefined : from;
  };
};
