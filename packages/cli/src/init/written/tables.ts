import type { Choices } from '../choices.ts';
import type { Found } from '../found/found.ts';
import { block, commentedOut, type Lines, list, propertyName, quote, remark } from './literal.ts';
import { canHold } from './valid.ts';

const viaLines = ({ tables }: Found): Lines => {
  const named = [...tables.via].filter(([table, { value }]) => canHold({ tables: { via: { [table]: value } } }));
  if (named.length === 0) return [];
  return [remark('Owned through the row that they refer to.'), ...block('via', named.map(([table, { value, why }]) => `${propertyName(table)}: ${quote(value)}, ${remark(why)}`))];
};

const sharedLines = ({ tables }: Found, { shared }: Choices): Lines => {
  const named = tables.open.filter(({ value }) => canHold({ tables: { shared: [value] } }));
  const taken = named.filter(({ value }) => shared.has(value));
  const left = named.filter(({ value }) => !shared.has(value));
  return [
    ...(taken.length > 0 ? [remark('The same rows for every tenant.'), ...list('shared', taken)] : []),
    ...(left.length > 0
      ? [
          remark('Nothing says whose rows these hold, so each use of one is a finding until it is declared.'),
          remark('Shared are those with the same rows for every tenant: only you can know, and a declaration is believed.'),
          ...commentedOut(list('shared', left)),
        ]
      : []),
  ];
};

const oddNames = ({ tables, overrides }: Found): readonly string[] => [
  ...[...tables.via].flatMap(([table, { value }]) => (canHold({ tables: { via: { [table]: value } } }) ? [] : [table])),
  ...tables.open.flatMap(({ value }) => (canHold({ tables: { shared: [value] } }) ? [] : [value])),
  ...[...overrides].flatMap(([table, column]) => (canHold({ tenant: { column: { default: 'tenant_id', overrides: { [table]: column } } } }) ? [] : [table])),
];

const oddLines = (found: Found): Lines => {
  const odd = oddNames(found);
  return odd.length === 0 ? [] : [remark(`Of no use here, for the characters in their names: ${odd.map((name) => JSON.stringify(name)).join(', ')}.`)];
};

/** The key `tables` of a configuration. */
export const tableLines = (found: Found, choices: Choices): Lines => block('tables', [...viaLines(found), ...sharedLines(found, choices), ...oddLines(found)]);
