import type { ts } from '#compiler';
import { type Signature, trait, type TypeReader } from './type-reader.ts';

/** Whether a declaration of the project's own only says what there is: a signature of an interface, of a type, of what is declared. */
export const isSignature = (declaration: ts.Node | undefined): boolean =>
  declaration !== undefined && !('body' in declaration && declaration.body !== undefined) && !declaration.getSourceFile().fileName.includes('/node_modules/');

/** Whether a call may come to know something: what gives back nothing, at once and to nobody, asks no database. */
export const givesAnswer = <T extends object>({ returns, parameters }: Signature<T>, reader: TypeReader<T>): boolean =>
  (reader.traits(returns()) & (trait.void | trait.undefined)) === 0 || parameters().some((p) => reader.signatures(reader.nonNullable(p)).length > 0);
