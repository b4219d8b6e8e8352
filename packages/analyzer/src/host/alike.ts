import type { ts } from '#compiler';
import { frontEnds } from '../frontend/registry.ts';
import type { HandleKind } from './handle.ts';

/** The alternatives of a type, without null and undefined. */
const alternativesOf = (type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] => {
  const known = checker.getNonNullableType(checker.getBaseConstraintOfType(type) ?? type);
  return known.isUnion() ? known.types : [known];
};

/**
 * What a value is whose type the project has written down itself: `interface Querier { query(text: string): Promise<QueryResult> }`.
 * A declaration with a body is none of it: that is code to be followed.
 */
export const createAlikeFinder = (checker: ts.TypeChecker) => (type: ts.Type, method: string): HandleKind | undefined => {
  for (const alternative of alternativesOf(type, checker)) {
    for (const { alike } of frontEnds) {
      const kind = alike?.(alternative, method, checker);
      if (kind !== undefined) return kind;
    }
  }
  return undefined;
};
