import type { RangeVar } from 'libpg-query';
import type { Catalog } from './catalog.ts';

/** Notes that a function of that name exists, qualified as written. */
export const addFunction = (catalog: Catalog, { schemaname, relname = '' }: RangeVar): void => {
  catalog.functions.add((schemaname === undefined ? relname : `${schemaname}.${relname}`).toLowerCase());
};
