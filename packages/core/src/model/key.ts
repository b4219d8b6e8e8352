/** Characters that a key itself is written with: a part that holds one is quoted, so that no two tables share a key. */
const special = /[."():]/;

const part = (name: string): string => (special.test(name) ? `"${name.replaceAll('"', '""')}"` : name);

/** The name a table goes by in configuration and messages: `orders`, `billing.orders`; a quoted name with a dot is `"a.b"`. */
export const tableKey = (schema: string | undefined, name: string): string =>
  schema === undefined || schema === 'public' ? part(name) : `${part(schema)}.${part(name)}`;

/** `public.orders` is `orders`. */
export const unprefixed = (key: string): string => (key.startsWith('public.') ? key.slice('public.'.length) : key);

/** Splits `billing.orders.id` into the table's key and the column. */
export const splitColumn = (text: string): { readonly table: string; readonly column: string } => {
  const dot = text.lastIndexOf('.');
  return { table: unprefixed(text.slice(0, Math.max(dot, 0))), column: text.slice(dot + 1) };
};
