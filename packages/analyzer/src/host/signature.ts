import { ts } from '#compiler';

/** Whether a declaration of the project's own only says what there is: a signature of an interface, of a type, of what is declared. */
export const isSignature = (declaration: ts.Node | undefined): boolean =>
  declaration !== undefined && !('body' in declaration && declaration.body !== undefined) && !declaration.getSourceFile().fileName.includes('/node_modules/');

/** Whether a call may come to know something: what gives back nothing, at once and to nobody, asks no database. */
export const givesAnswer = (signature: ts.Signature, checker: ts.TypeChecker): boolean =>
  (signature.getReturnType().flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined)) === 0 || signature.parameters.some((p) => checker.getNonNullableType(checker.getTypeOfSymbol(p)).getCallSignatures().length > 0);
