import type { Table } from './catalog.ts';

/** NAMEDATALEN - 1. */
const longest = 63;

/** PostgreSQL's makeObjectName: `<table>_<columns>_<label>`, the longer part cut until it fits. */
const objectName = (table: string, columns: string, label: string): string => {
  let [a, b] = [table, columns];
  const fixed = label.length + 1 + (b === '' ? 0 : 1);
  while (a.length + b.length + fixed > longest) {
    if (a.length > b.length) a = a.slice(0, -1);
    else b = b.slice(0, -1);
  }
  return [a, b, label].filter((part) => part !== '').join('_');
};

/** The name PostgreSQL gives a constraint or index that has none: numbered when it is taken. */
export const defaultName = (table: Table, columns: readonly string[], label: 'pkey' | 'key' | 'fkey' | 'idx'): string => {
  const taken = new Set([...table.uniques, ...table.foreignKeys].map((c) => c.name));
  const middle = label === 'pkey' ? '' : columns.join('_');
  const first = objectName(table.name, middle, label);
  for (let i = 1, name = first; ; name = objectName(table.name, middle, `${label}${i}`), i += 1) if (!taken.has(name)) return name;
};
