import type { ts } from 'ts-morph';
import { isSignature } from '../../host/signature.ts';

type Declares = (file: string) => boolean;

const isDeclared = (symbol: ts.Symbol | undefined, declares: Declares): boolean => symbol?.declarations?.some((d) => declares(d.getSourceFile().fileName)) === true;

const givesResult = (query: ts.Symbol, checker: ts.TypeChecker, declares: Declares): boolean =>
  checker.getTypeOfSymbol(query).getCallSignatures().some((s) => {
    const given = s.getReturnType();
    return isDeclared((checker.getAwaitedType(given) ?? given).symbol, declares);
  });

/** `Pick<PoolClient, 'query'>`, and interfaces whose `query` gives a `QueryResult`. */
export const isWrittenClient = (type: ts.Type, checker: ts.TypeChecker, declares: Declares): boolean => {
  const query = type.getProperty('query');
  if (!query) return false;
  return isDeclared(query, declares) || (query.declarations?.every(isSignature) === true && givesResult(query, checker, declares));
};
