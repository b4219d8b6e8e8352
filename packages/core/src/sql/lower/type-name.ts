import type { TypeName as ParsedType } from 'libpg-query';
import type { TypeName } from '../../query/expr/cast.ts';
import { stringsOf } from './context.ts';

/** PostgreSQL's own name for a type: the grammar has already made `int` into `pg_catalog.int4`; `_int4` is how it calls `int4[]`. */
export const lowerTypeName = (type: ParsedType | undefined): TypeName => {
  const names = stringsOf(type?.names);
  const own = names[0] === 'pg_catalog' ? names.slice(1) : names;
  const underscored = own.length === 1 && own[0]?.startsWith('_') === true;
  return {
    name: underscored ? (own[0] ?? '').slice(1) : own.join('.'),
    modifier: (type?.typmods?.length ?? 0) > 0,
    array: underscored || (type?.arrayBounds?.length ?? 0) > 0,
  };
};
