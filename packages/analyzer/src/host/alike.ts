import { frontEnds } from '../frontend/registry.ts';
import type { HandleKind } from './handle.ts';
import { trait, type TypeReader } from './type-reader.ts';

/** The alternatives of a type, without null and undefined. */
const alternativesOf = <T extends object>(type: T, reader: TypeReader<T>): readonly T[] => {
  const known = reader.nonNullable(reader.constraint(type) ?? type);
  return reader.traits(known) & trait.union ? reader.members(known) : [known];
};

/**
 * What a value is whose type the project has written down itself: `interface Querier { query(text: string): Promise<QueryResult> }`.
 * A declaration with a body is none of it: that is code to be followed.
 */
export const createAlikeFinder = <T extends object>(reader: TypeReader<T>) => (type: T, method: string): HandleKind | undefined => {
  for (const alternative of alternativesOf(type, reader)) {
    for (const { alike } of frontEnds) {
      const kind = alike?.(alternative, method, reader);
      if (kind !== undefined) return kind;
    }
  }
  return undefined;
};
