import { isSignature } from '../../host/signature.ts';
import type { Named, Property, TypeReader } from '../../host/type-reader.ts';

type Declares = (file: string) => boolean;

const isDeclared = (named: Named | undefined, declares: Declares): boolean => named?.files.some(declares) === true;

const givesResult = <T extends object>(query: Property<T>, reader: TypeReader<T>, declares: Declares): boolean =>
  reader.signatures(query.type()).some(({ returns }) => {
    const given = returns();
    return isDeclared(reader.named(reader.awaited(given) ?? given), declares);
  });

/** `Pick<PoolClient, 'query'>`, and interfaces whose `query` gives a `QueryResult`. */
export const isWrittenClient = <T extends object>(type: T, reader: TypeReader<T>, declares: Declares): boolean => {
  const query = reader.property(type, 'query');
  if (!query) return false;
  return isDeclared(query, declares) || (query.declarations().every(isSignature) && givesResult(query, reader, declares));
};
