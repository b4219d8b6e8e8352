import type { SchemaColumn } from '../../model/schema.ts';
import { type Catalog, type Column, typeKey } from './catalog.ts';
import type { Purity } from './purity.ts';

/** A column's type with domains looked through. */
const underlying = (catalog: Catalog, { type, collation }: Column): Pick<Column, 'type' | 'collation'> => {
  const domain = type === undefined ? undefined : catalog.types.get(typeKey(type));
  if (!domain?.base) return { type, collation };
  const base = domain.base.array ? `${domain.base.name}[]` : domain.base.name;
  return underlying(catalog, { name: '', type: base, collation: collation ?? domain.collation, notNull: false, default: undefined });
};

const equalities = new Set(['=', '<>', '!=']);

/** Polymorphic arguments take a value of any type. */
const takes = (argument: string, type: string): boolean => argument === typeKey(type) || argument.startsWith('any');

/** Operators and casts of the schema itself through which a value of the type may pass unseen. */
const ownCode = (catalog: Catalog, type: string): { readonly equality: string | undefined; readonly calls: readonly string[] } => {
  const operators = catalog.operators.filter((o) => o.types.some((t) => takes(t, type)));
  const casts = catalog.casts.filter((c) => [c.source, c.target].includes(typeKey(type)) && !c.explicit);
  const compared = operators.some((o) => equalities.has(o.name)) || casts.length > 0;
  return {
    equality: compared ? `is of type ${type}, for which the schema makes ${casts.length > 0 ? 'a cast' : 'an equality'} of its own` : undefined,
    calls: [...operators.map((o) => o.calls), ...casts.flatMap((c) => c.calls ?? [])],
  };
};

/** A column as the model knows it: its type, and what of comparing it is not PostgreSQL's own. */
export const schemaColumn = (catalog: Catalog, purity: Purity, column: Column): SchemaColumn => {
  const { type, collation } = underlying(catalog, column);
  const own = ownCode(catalog, type ?? '');
  const shadowed = type !== undefined && catalog.types.has(typeKey(type)) ? `is of type ${type}, which the schema makes itself` : undefined;
  const loose = collation !== undefined && catalog.collations.has(collation) ? `is compared by the nondeterministic collation ${collation}` : undefined;
  return {
    name: column.name,
    type,
    notNull: column.notNull,
    default: column.default,
    generated: column.generated,
    inexact: loose ?? own.equality ?? shadowed,
    calls: own.calls.find((name) => !purity.isPureFunction(name)),
  };
};
