import type { AlterTableCmd, AlterTableStmt } from 'libpg-query';
import { as } from '../lower/context.ts';
import type { ParsedStatement } from '../statements.ts';
import { type Catalog, findTable, type Table, type Unique } from './catalog.ts';
import { addColumn, collationName, columnType, defaultOf } from './column.ts';
import { addConstraint, setNotNull, settleReferences, withAttributes } from './constraint.ts';
import { inheritKeys } from './create-table.ts';
import { followAddition, followRemoval } from './view.ts';

type Command = (catalog: Catalog, table: Table, command: AlterTableCmd, parsed: ParsedStatement) => void;

const sameColumns = (a: readonly string[], b: readonly string[]): boolean => a.toSorted().join() === b.toSorted().join();

/** Drops unique keys, and the foreign keys that rest on them (CASCADE). */
export const dropUniques = (catalog: Catalog, table: Table, dropped: (u: Unique) => boolean): void => {
  const gone = table.uniques.filter(dropped);
  table.uniques = table.uniques.filter((u) => !gone.includes(u));
  for (const other of catalog.tables)
    other.foreignKeys = other.foreignKeys.filter((f) => f.table !== table || !gone.some((u) => sameColumns(u.columns, f.referenced)));
};

/** Drops a column and the keys that mention it. */
const dropColumn: Command = (catalog, table, { name = '' }) => {
  table.columns?.delete(name);
  followRemoval(catalog, table, name);
  dropUniques(catalog, table, (u) => u.columns.includes(name) || u.included.includes(name));
  table.foreignKeys = table.foreignKeys.filter((f) => !f.columns.includes(name));
};

const addColumnOnce: Command = (catalog, table, command, parsed) => {
  const definition = as(command.def, 'ColumnDef');
  if (!definition || (command.missing_ok && table.columns?.has(definition.colname ?? ''))) return;
  addColumn(catalog, parsed, table, definition);
  followAddition(catalog, table, definition.colname ?? '');
};

const alterType: Command = (_catalog, table, { name = '', def }) => {
  const column = table.columns?.get(name);
  const definition = as(def, 'ColumnDef');
  if (!column) return;
  column.type = columnType(definition?.typeName);
  column.collation = collationName(definition?.collClause);
};

const alterDefault: Command = (_catalog, table, { name = '', def }, parsed) => {
  const column = table.columns?.get(name);
  if (column) column.default = defaultOf(parsed, def);
};

const alterExpression: Command = (_catalog, table, { name = '', def }, parsed) => {
  const column = table.columns?.get(name);
  if (column) column.generated = defaultOf(parsed, def);
};

const dropNotNull = (table: Table, name: string | undefined): void => {
  for (const column of table.columns?.values() ?? []) if (column.notNullName !== undefined && column.notNullName === name) column.notNull = false;
};

const dropConstraint: Command = (catalog, table, { name }) => {
  dropUniques(catalog, table, (u) => u.name === name);
  table.foreignKeys = table.foreignKeys.filter((f) => f.name !== name);
  dropNotNull(table, name);
};

/** The checks of a table's foreign keys, and of those that refer to it, are switched off: rows may break them from now on. */
export const distrustReferences = (catalog: Catalog, table: Table): void => {
  for (const other of catalog.tables) for (const key of other.foreignKeys) if (other === table || key.table === table) key.broken = true;
};

const disableTrigger: Command = (catalog, table, { name }) => {
  if (name === undefined || name.startsWith('RI_ConstraintTrigger')) distrustReferences(catalog, table);
};

const validateConstraint: Command = (_catalog, table, { name }) => {
  for (const key of table.foreignKeys) if (key.name === name) key.valid = true;
};

const alterConstraint: Command = (_catalog, table, { def }) => {
  const change = as(def, 'ATAlterConstraint');
  if (change?.alterDeferrability)
    for (const key of table.foreignKeys) if (key.name === change.conname) key.deferrable = change.deferrable === true;
  if (change?.alterInheritability && change.noinherit) dropNotNull(table, change.conname);
  if (change?.alterEnforceability && !change.is_enforced)
    table.foreignKeys = table.foreignKeys.filter((f) => f.name !== change.conname);
};

const attachPartition: Command = (catalog, table, { def }) => {
  const partition = findTable(catalog, as(def, 'PartitionCmd')?.name);
  if (!partition) return;
  inheritKeys(table, partition);
  table.children.push({ table: partition, partition: true });
};

const detachPartition: Command = (catalog, table, { def }) => {
  const partition = findTable(catalog, as(def, 'PartitionCmd')?.name);
  table.children = table.children.filter((c) => c.table !== partition);
};

const addConstraints = (only: boolean): Command => (catalog, table, { def }) => {
  for (const constraint of withAttributes(def && [def])) addConstraint(catalog, table, constraint, undefined, only);
  settleReferences(table);
};

const addInherit: Command = (catalog, table, { def }) => {
  findTable(catalog, as(def, 'RangeVar'))?.children.push({ table, partition: false });
};

const dropInherit: Command = (catalog, table, { def }) => {
  const parent = findTable(catalog, as(def, 'RangeVar'));
  if (parent) parent.children = parent.children.filter((c) => c.table !== table);
};

const commands: Readonly<Partial<Record<NonNullable<AlterTableCmd['subtype']>, Command>>> = {
  AT_AddColumn: addColumnOnce,
  AT_DropColumn: dropColumn,
  AT_SetNotNull: (_catalog, table, { name = '' }) => { setNotNull(table, [name], true); },
  AT_DropNotNull: (_catalog, table, { name = '' }) => { setNotNull(table, [name], false); },
  AT_ColumnDefault: alterDefault,
  AT_SetExpression: alterExpression,
  AT_DropExpression: alterExpression,
  AT_AlterColumnType: alterType,
  AT_AddConstraint: addConstraints(false),
  AT_DropConstraint: dropConstraint,
  AT_ValidateConstraint: validateConstraint,
  AT_AlterConstraint: alterConstraint,
  AT_AttachPartition: attachPartition,
  AT_DetachPartition: detachPartition,
  AT_AddInherit: addInherit,
  AT_DropInherit: dropInherit,
  AT_DisableTrig: disableTrigger,
  AT_DisableTrigAll: disableTrigger,
  AT_EnableReplicaTrig: disableTrigger,
};

/** With ONLY, partitions do not get the constraint, and children may still hold NULL. */
const commandsOfOnly: typeof commands = {
  ...commands,
  AT_AddConstraint: addConstraints(true),
  AT_SetNotNull: (_catalog, table, { name = '' }) => { if (table.children.length === 0) setNotNull(table, [name], true); },
};

/** Not passed on to tables that inherit the columns alone. */
const keyCommands = new Set<AlterTableCmd['subtype']>(['AT_AddConstraint', 'AT_DropConstraint', 'AT_ValidateConstraint', 'AT_AlterConstraint']);
/** Concern the table itself. */
const ownCommands = new Set<AlterTableCmd['subtype']>(['AT_AttachPartition', 'AT_DetachPartition', 'AT_AddInherit', 'AT_DropInherit']);

const applyCommand = (catalog: Catalog, table: Table, command: AlterTableCmd, parsed: ParsedStatement, only: boolean): void => {
  const apply = command.subtype && (only ? commandsOfOnly : commands)[command.subtype];
  apply?.(catalog, table, command, parsed);
  if (only || ownCommands.has(command.subtype)) return;
  for (const { table: child, partition } of table.children)
    if (partition || !keyCommands.has(command.subtype)) applyCommand(catalog, child, command, parsed, only);
};

/** ALTER TABLE, one sub-command after the other. */
export const alterTable = (catalog: Catalog, parsed: ParsedStatement, s: AlterTableStmt): void => {
  const table = findTable(catalog, s.relation);
  if (!table) return;
  for (const node of s.cmds ?? []) {
    const command = as(node, 'AlterTableCmd');
    if (command) applyCommand(catalog, table, command, parsed, s.relation?.inh !== true);
  }
};
