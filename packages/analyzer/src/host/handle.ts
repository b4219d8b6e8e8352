import { ts } from '#compiler';
import type { FrontEnd } from '../frontend/front-end.ts';
import { frontEnds } from '../frontend/registry.ts';

/** What a type from a database library is to us, in the words of its front end. */
export type HandleKind = string;

interface Declared {
  readonly kind: HandleKind;
  readonly declares: FrontEnd['declares'];
}

const byName = new Map<string, Declared[]>();
for (const { types, declares } of frontEnds) for (const [name, kind] of Object.entries(types)) byName.set(name, [...(byName.get(name) ?? []), { kind, declares }]);

/** Kinds that promise something of every query → what a type is that is perhaps of one. */
const doubtfulOf: ReadonlyMap<HandleKind, HandleKind> = new Map(
  frontEnds.flatMap(({ types, doubtful }) => (doubtful === undefined ? [] : [...Object.values(types), doubtful].map((kind): [HandleKind, HandleKind] => [kind, doubtful]))),
);

/** Of a type declared by the package itself: a type of the project's own may have the name, and is none of it. */
const declaredKind = (symbol: ts.Symbol | undefined): HandleKind | undefined => {
  const candidates = symbol && byName.get(symbol.name);
  return candidates?.find(({ declares }) => symbol?.declarations?.some((d) => declares(d.getSourceFile().fileName)))?.kind;
};

/** Parts of a type that may make it a handle: members of unions and intersections, constraints, base types. */
const parts = (type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] => {
  if (type.isUnionOrIntersection()) return type.types;
  if (type.flags & ts.TypeFlags.TypeParameter) {
    const constraint = checker.getBaseConstraintOfType(type);
    return constraint && constraint !== type ? [constraint] : [];
  }
  const target = (type as ts.TypeReference).target ?? type;
  return target.isClassOrInterface() ? (checker.getBaseTypes(target)) : [];
};

const isNullish = (type: ts.Type): boolean => (type.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void)) !== 0;

/** What a type is when its parts are these: a plain handle among them counts, and a promise holds only where each alternative makes it. */
const together = (type: ts.Type, kinds: readonly (HandleKind | undefined)[]): HandleKind | undefined => {
  const known = kinds.filter((k) => k !== undefined);
  const [only] = known;
  const plain = known.find((k) => !doubtfulOf.has(k));
  if (plain !== undefined || only === undefined) return plain;
  const certain = known.every((k) => k === only) && (!type.isUnion() || known.length === kinds.length);
  return certain ? only : doubtfulOf.get(only);
};

/** The handle a type is or contains, following unions, constraints and heritage. */
export const createHandleFinder = (checker: ts.TypeChecker) => {
  const cache = new Map<ts.Type, HandleKind | undefined>();
  const find = (type: ts.Type, depth: number): HandleKind | undefined => {
    if (cache.has(type)) return cache.get(type);
    cache.set(type, undefined);
    // A library may give its handles a name by a type alias only.
    let kind = declaredKind(type.symbol) ?? declaredKind(type.aliasSymbol);
    if (kind === undefined && depth < 8) kind = together(type, parts(type, checker).filter((p) => !isNullish(p)).map((p) => find(p, depth + 1)));
    cache.set(type, kind);
    return kind;
  };
  return (type: ts.Type): HandleKind | undefined => find(type, 0);
};
