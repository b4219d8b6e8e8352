import type { Choices } from '../choices.ts';
import type { Found } from '../found/found.ts';
import type { FoundTables } from '../found/ownership.ts';
import { block, commentedOut, type Lines, list, propertyName, quote, remark } from './literal.ts';
import { canHold } from './valid.ts';

const viaBlock = (via: FoundTables['via']): Lines =>
  block('via', [...via].flatMap(([table, { value, why }]) => (canHold({ tables: { via: { [table]: value } } }) ? [`${propertyName(table)}: ${quote(value)}, ${remark(why)}`] : [])));

const viaLines = ({ tables: { via, likelyVia } }: Found): Lines => {
  const [sure, likely] = [viaBlock(via), viaBlock(likelyVia)];
  return [
    ...(sure.length > 0 ? [remark('Owned through the row that they refer to.'), ...sure] : []),
    ...(likely.length > 0 ? [remark('By their names these are owned through the row that they refer to, if the column is a foreign key.'), ...commentedOut(likely)] : []),
  ];
};

const sharedLines = ({ tables }: Found, { shared }: Choices): Lines => {
  const named = tables.open.filter(({ value }) => !tables.likelyVia.has(value) && canHold({ tables: { shared: [value] } }));
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
