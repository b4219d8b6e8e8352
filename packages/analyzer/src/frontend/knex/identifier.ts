/** Knex turns each `?` of the finished text into the number of a parameter, in identifiers too. */
const isMangled = (value: string): boolean => value.includes('?');

/** `wrapIdentifierImpl` of its PostgreSQL client: `tags[1]` stays an element of a list. */
const quoted = (name: string): string => {
  const value = name.trim();
  if (value === '*') return value;
  const [, base, accessor] = /(.*?)(\[[0-9]+\])/.exec(value) ?? [];
  const quote = (s: string): string => `"${s.replaceAll('"', '""')}"`;
  return base !== undefined && accessor !== undefined ? quote(base) + accessor : quote(value);
};

const wrapped = (value: string): string => {
  const alias = value.search(/ as /i);
  if (alias !== -1) return `${wrapped(value.slice(0, alias))} as ${quoted(value.slice(alias + 4))}`;
  const [first = '', ...rest] = value.split('.');
  return rest.length === 0 ? quoted(value) : [quoted(first), ...rest.map(quoted)].join('.');
};

/** `wrapString`: `orders.id as order_id` → `"orders"."id" as "order_id"`. Undefined where Knex would put a parameter into the name. */
export const identifier = (value: string): string | undefined => (isMangled(value) ? undefined : wrapped(value));

/** `wrapAsIdentifier`: one name. */
export const name = (value: string): string | undefined => (isMangled(value) ? undefined : quoted(value));
