import { ts } from '#compiler';
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

/** Whether a declaration of the project's own only says what there is: a signature of an interface, of a type, of what is declared. */
export const isSignature = (declaration: ts.Node | undefined): boolean =>
  declaration !== undefined && !('body' in declaration && declaration.body !== undefined) && !declaration.getSourceFile().fileName.includes('/node_modules/');

/** Whether a call may come to know something: what gives back nothing, at once and to nobody, asks no database. */
export const givesAnswer = (signature: ts.Signature, checker: ts.TypeChecker): boolean =>
  (signature.getReturnType().flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined)) === 0 || signature.parameters.some((p) => checker.getNonNullableType(checker.getTypeOfSymbol(p)).getCallSignatures().length > 0);
