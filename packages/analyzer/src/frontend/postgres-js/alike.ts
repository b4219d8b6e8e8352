import type { ts } from 'ts-morph';
import { isSignature } from '../../host/signature.ts';

/**
 * An interface that a team writes down for `sql`: the tag of templates that also has `unsafe`. Where it is implemented is a matter of a
 * cast from `Sql`, so it is known by its shape.
 */
export const isWrittenSql = (type: ts.Type, checker: ts.TypeChecker): boolean =>
  type.getProperty('unsafe') !== undefined &&
  type.getCallSignatures().some(({ declaration, parameters: [first] }) => first !== undefined && isSignature(declaration) && checker.getTypeOfSymbol(first).symbol?.name === 'TemplateStringsArray');
