import { literal, type Observer, type Row, type Trial, type WorldPair } from '@tenantscope/oracle';
import { identifier, sqlName } from '../catalog/ddl.ts';
import type { Column, FunctionEntry, Index, Relation } from '../catalog/snapshot.ts';
import { type Database, keyOf } from '../facts/database.ts';
import type { Privilege } from '../facts/acl.ts';
import type { Command } from '../facts/verdicts.ts';

/** A statement that a role could run. */
export type Attack = Pick<Trial, 'sql' | 'writes' | 'returns' | 'upserts'>;

const reading = (sql: string): Attack => ({ sql, writes: false, returns: true, upserts: [] });
const writing = (sql: string): Attack => ({ sql, writes: true, returns: false, upserts: [] });

/** The columns of a relation that a role has a privilege on; generated ones are nobody's to write. */
const columnsFor = (database: Database, role: string, privilege: Privilege, r: Relation): readonly Column[] => {
  const all = database.may(role, privilege, r, 'relation');
  return r.columns.filter((c) => (all || (c.acl !== null && database.may(role, privilege, { owner: r.owner, acl: c.acl }, 'column'))) && (privilege === 'select' || (!c.generated && c.identity !== 'always')));
};

/** Where the oracle keeps the rows of a relation: those of a partition are its root's, those of a view the one table's that it reads. */
export const rootOf = (database: Database, r: Relation): Relation => {
  const [parent, ...more] = r.kind === 'view' ? database.tablesRead(r) : r.partitionBound === null ? [] : r.parents;
  const found = parent && more.length === 0 ? database.relation(parent) : undefined;
  return found ? rootOf(database, found) : r;
};

/** What the attacks on a relation are made of. */
export interface Target {
  readonly database: Database;
  readonly observer: Observer;
  readonly pair: WorldPair;
  readonly role: string;
  readonly relation: Relation;
}

const rowsOf = ({ database, pair, relation }: Target): readonly Row[] => pair.one.get(keyOf(rootOf(database, relation))) ?? [];

const tableOf = ({ database, observer, relation }: Target) => observer.tables.find((o) => o.table.key === keyOf(rootOf(database, relation)));

const cellOf = (t: Target, row: Row | undefined, column: string): string | null => {
  const at = tableOf(t)?.table.columns.findIndex((c) => c.name === column) ?? -1;
  return row?.cells[at] ?? null;
};

const isUnique = (r: Relation, column: string): boolean => r.indexes.some((i) => i.unique && i.columns.includes(column));

/** The column that says whose a row is. */
const ownerColumn = (t: Target): string | undefined => {
  const owned = tableOf(t);
  return owned?.table.columns[owned.column]?.name;
};

const refers = (t: Target, column: string): boolean => tableOf(t)?.references.some((r) => r.columns.includes(column)) === true;

const updates = (t: Target): readonly Attack[] => {
  const { relation, database, role } = t;
  const columns = columnsFor(database, role, 'update', relation);
  const rows = rowsOf(t);
  const set = (column: string, value: string | null): Attack => writing(`update ${sqlName(relation)} set ${identifier(column)} = ${literal(value)}`);
  const owner = ownerColumn(t);
  // Whose rows are taken: any column will do, best one that may repeat and refers to nothing.
  const burden = (c: Column): number => Number(isUnique(relation, c.name)) + Number(refers(t, c.name)) + Number(c.identity !== null);
  const touched = [...columns].filter((c) => c.name !== owner).sort((a, b) => burden(a) - burden(b)).slice(0, 2);
  const touch = touched.map((c) => set(c.name, cellOf(t, rows.find((r) => r.owner === 'own') ?? rows[0], c.name)));
  // Where rows end: with strangers, each.
  const strangers = [...new Set(rows.filter((r) => r.owner === 'foreign').map((r) => (owner === undefined ? null : cellOf(t, r, owner))))].slice(0, 2);
  const move = owner !== undefined && columns.some((c) => c.name === owner) ? strangers.map((value) => set(owner, value)) : [];
  return [...touch, ...move];
};

const freshCell = (type: string, n: number): string | undefined => {
  if (type === 'uuid') return `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`;
  if (/^(int\d|numeric|float\d)$/.test(type)) return String(7000 + n);
  return type === 'text' || type === 'varchar' ? `fresh ${String(n)}` : undefined;
};

/** A row like another, with a key of its own: unique columns that say nothing of whose it is, nor refer to others. */
const likeRow = (t: Target, row: Row, n: number): Row => {
  const owned = tableOf(t);
  const owner = ownerColumn(t);
  const isKey = (name: string): boolean => owned?.table.uniques.some((u) => u.includes(name)) === true && name !== owner && !refers(t, name);
  return { ...row, cells: row.cells.map((cell, i) => {
    const column = owned?.table.columns[i];
    return column && isKey(column.name) ? (freshCell(column.type, n) ?? cell) : cell;
  }) };
};

/** One row of the tenant and one of a stranger. */
export const samples = (t: Target): readonly Row[] => (['own', 'foreign'] as const).flatMap((owner) => rowsOf(t).find((r) => r.owner === owner) ?? []);

/** The tenant's rows and strangers' that are written anew. */
export const candidates = (t: Target): readonly Row[] => {
  const rows = rowsOf(t);
  return [...rows.filter((r) => r.owner === 'own').slice(0, 2), ...rows.filter((r) => r.owner === 'foreign').slice(0, 3)];
};

/** INSERT of a row, with the columns that the role may write. */
export const insertOf = (t: Target, row: Row): Attack => {
  const columns = columnsFor(t.database, t.role, 'insert', t.relation).filter((c) => tableOf(t)?.table.columns.some((known) => known.name === c.name));
  return writing(
    `insert into ${sqlName(t.relation)} (${columns.map((c) => identifier(c.name)).join(', ')}) overriding system value values (${columns.map((c) => literal(cellOf(t, row, c.name))).join(', ')})`,
  );
};

/** The columns of a key that holds for every row. */
const arbiters = (r: Relation): readonly (readonly string[])[] =>
  r.indexes.flatMap((i) => {
    const columns = i.columns.filter((c) => c !== null);
    return i.unique && !i.partial && columns.length === i.columns.length ? [columns] : [];
  });

/** INSERT of a row that is there already, over which it then writes. */
export const upsertsOf = (t: Target, row: Row): readonly Attack[] => {
  const written = columnsFor(t.database, t.role, 'update', t.relation).filter((c) => cellOf(t, row, c.name) !== null);
  return arbiters(t.relation).flatMap((key) => {
    const column = written.find((c) => !key.includes(c.name));
    if (!column) return [];
    const { sql } = insertOf(t, row);
    return [{ ...writing(`${sql} on conflict (${key.map(identifier).join(', ')}) do update set ${identifier(column.name)} = excluded.${identifier(column.name)}`), upserts: [keyOf(rootOf(t.database, t.relation))] }];
  });
};

/** What a command reaches by way of MERGE, which applies policies in a way of its own: those of SELECT only where it reads. */
export const mergesOf = (t: Target, command: Command): readonly Attack[] => {
  const [read] = columnsFor(t.database, t.role, 'select', t.relation);
  const matches = ['true', ...(read ? [`target.${identifier(read.name)} is not distinct from target.${identifier(read.name)}`] : [])];
  const actions = command === 'delete' ? ['delete'] : updates(t).map(({ sql }) => `update${sql.slice(sql.indexOf(' set '))}`);
  return actions.flatMap((action) => matches.map((on) => writing(`merge into ${sqlName(t.relation)} as target using (select 1) as source on ${on} when matched then ${action}`)));
};

/** A unique key, and a row of the tenant's that has the values of a stranger's in it. */
export interface Taken {
  readonly index: Index;
  readonly attack: Attack;
}

/** Rows that a stranger's row keeps from being written, where a key holds over all tenants. */
export const takenKeys = (t: Target, own: Row, foreign: Row): readonly Taken[] => {
  const names = tableOf(t)?.table.columns.map((c) => c.name) ?? [];
  const owner = ownerColumn(t);
  return t.relation.indexes
    .filter((i) => i.unique && i.columns.some((c) => c !== null && c !== owner))
    .map((index) => {
      const fresh = likeRow(t, own, 99);
      const cells = names.map((name, i) => ((index.columns.includes(name) && name !== owner ? foreign : fresh).cells[i] ?? null));
      return { index, attack: insertOf(t, { ...fresh, cells }) };
    });
};

/** What a role would run to reach all that a command lets it reach. Without WHERE and RETURNING, writes read by their own policies alone. */
export const attacksOn = (target: Target, command: Command): readonly Attack[] => {
  const { database, role, relation } = target;
  const name = sqlName(relation);
  switch (command) {
    case 'select': {
      const columns = columnsFor(database, role, 'select', relation);
      return columns.length === 0 ? [reading(`select from ${name}`)] : [reading(`select ${columns.map((c) => identifier(c.name)).join(', ')} from ${name}`)];
    }
    case 'insert':
      return candidates(target).map((row, n) => insertOf(target, likeRow(target, row, n)));
    case 'update':
      return updates(target);
    case 'delete':
      return [writing(`delete from ${name}`)];
  }
};

/** Names of types as the catalog of the oracle has them. */
const baseTypes: Readonly<Record<string, string>> = { integer: 'int4', bigint: 'int8', smallint: 'int2', 'character varying': 'varchar', character: 'bpchar', boolean: 'bool', 'timestamp with time zone': 'timestamptz', 'timestamp without time zone': 'timestamp' };

/** Types of the arguments that a call has to give; undefined where one is not simple. */
const argumentTypes = ({ arguments: text, argumentNames }: FunctionEntry): readonly string[] | undefined => {
  if (text === '') return [];
  const parts = text.split(', ').filter((part) => !part.startsWith('OUT '));
  if (parts.some((part) => /^VARIADIC |\[\]|^INOUT /.test(part))) return undefined;
  return parts.map((part) => {
    const bare = part.replace(/^IN /, '');
    const named = argumentNames.find((n) => n !== '' && (bare.startsWith(`${n} `) || bare.startsWith(`${identifier(n)} `)));
    return named === undefined ? bare : bare.slice(bare.startsWith('"') ? identifier(named).length + 1 : named.length + 1);
  });
};

const callsTried = 4;

/** Calls of a function with values that occur in the worlds, the tenant's and strangers'. */
export const callsOf = (observer: Observer, pair: WorldPair, f: FunctionEntry): readonly Attack[] => {
  const types = argumentTypes(f);
  if (!types || f.returnsTrigger || (f.kind !== 'function' && f.kind !== 'procedure')) return [];
  const known = (type: string): readonly (string | null)[] => {
    const { own, strangers } = observer.tenants(baseTypes[type] ?? type);
    const cells = observer.tables.flatMap((o) => o.table.columns.flatMap((c, i) => (c.type === (baseTypes[type] ?? type) ? (pair.one.get(o.table.key) ?? []).map((r) => r.cells[i] ?? null) : [])));
    return [...new Set([strangers[0], own, ...cells])];
  };
  const parameters = types.map((type) => ({ type, values: known(type) }));
  const calls = Array.from({ length: types.length === 0 ? 1 : callsTried }, (_, n) => parameters.map(({ type, values }, i) => `${literal(values[(n + i) % values.length] ?? null)}::${type}`).join(', '));
  const attack = (args: string): Attack => (f.kind === 'procedure' ? { ...writing(`call ${sqlName(f)}(${args})`) } : { ...reading(`select * from ${sqlName(f)}(${args})`), writes: true });
  return [...new Set(calls)].map(attack);
};
