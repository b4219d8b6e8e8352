import { isSignature } from '../../host/signature.ts';
import type { TypeReader } from '../../host/type-reader.ts';

/**
 * An interface that a team writes down for `sql`: the tag of templates that also has `unsafe`. Where it is implemented is a matter of a
 * cast from `Sql`, so it is known by its shape.
 */
export const isWrittenSql = <T extends object>(type: T, reader: TypeReader<T>): boolean =>
  reader.property(type, 'unsafe') !== undefined &&
  reader.signatures(type).some(({ declaration, parameters }) => {
    const [first] = parameters();
    return first !== undefined && isSignature(declaration) && reader.named(first)?.name === 'TemplateStringsArray';
  });
