import type { FrontEnd } from '../frontend/front-end.ts';
import { frontEnds } from '../frontend/registry.ts';
import { type Named, trait, type TypeReader } from './type-reader.ts';

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
const declaredKind = (named: Named | undefined): HandleKind | undefined => {
  const candidates = named && byName.get(named.name);
  return candidates?.find(({ declares }) => named?.files.some(declares))?.kind;
};

/** Parts of a type that may make it a handle: members of unions and intersections, constraints, base types. */
const parts = <T extends object>(type: T, reader: TypeReader<T>): readonly T[] => {
  const traits = reader.traits(type);
  if (traits & (trait.union | trait.intersection)) return reader.members(type);
  if (traits & trait.parameter) {
    const constraint = reader.constraint(type);
    return constraint && constraint !== type ? [constraint] : [];
  }
  return reader.bases(type);
};

const nullish = trait.null | trait.undefined | trait.void;

/** What a type is when its parts are these: a plain handle among them counts, and a promise holds only where each alternative makes it. The order of parts is the compiler's, and says nothing. */
const together = (isUnion: boolean, kinds: readonly (HandleKind | undefined)[]): HandleKind | undefined => {
  const known = kinds.filter((k) => k !== undefined).toSorted();
  const [only] = known;
  const plain = known.find((k) => !doubtfulOf.has(k));
  if (plain !== undefined || only === undefined) return plain;
  const certain = known.every((k) => k === only) && (!isUnion || known.length === kinds.length);
  return certain ? only : doubtfulOf.get(only);
};

/** Types in types: some never end. */
const maxDepth = 32;

/** The handle a type is or contains, following unions, constraints and heritage. */
export const createHandleFinder = <T extends object>(reader: TypeReader<T>) => {
  /** What was found on the way to another type was cut off by depth, or by itself: only whole answers are kept. */
  const find = (type: T, depth: number, seen: Map<T, HandleKind | undefined>): HandleKind | undefined => {
    if (seen.has(type)) return seen.get(type);
    seen.set(type, undefined);
    // A library may give its handles a name by a type alias only.
    let kind = declaredKind(reader.named(type)) ?? declaredKind(reader.alias(type));
    if (kind === undefined && depth < maxDepth) {
      const present = parts(type, reader).filter((p) => !(reader.traits(p) & nullish));
      kind = together((reader.traits(type) & trait.union) !== 0, present.map((p) => find(p, depth + 1, seen)));
    }
    seen.set(type, kind);
    return kind;
  };
  const answers = new Map<T, HandleKind | undefined>();
  return (type: T): HandleKind | undefined => {
    if (!answers.has(type)) answers.set(type, find(type, 0, new Map()));
    return answers.get(type);
  };
};
