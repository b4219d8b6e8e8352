import type { AlterTableCmd, AlterTableStmt } from 'libpg-query';
import { as } from '../lower/context.ts';
import type { ParsedStatement } from '../statements.ts';
import { type Catalog, findTable, type Table } from './catalog.ts';
import { addColumn, collationName, columnType, defaultOf } from './column.ts';
import { addConstraint, setNotNull, withAttributes } from './constraint.ts';
import { inheritKeys } from './create-table.ts';

type Command = (catalog: Catalog, table: Table, command: AlterTableCmd, parsed: ParsedStatement) => void;

/** Drops a column and the keys that mention it. */
const dropColumn: Command = (_catalog, table, { name = '' }) => {
  table.columns?.delete(name);
  table.uniques = table.uniques.filter((u) => !u.columns.includes(name));
  table.foreignKeys = table.foreignKeys.filter((f) => !f.columns.includes(name));
};

const addColumnOnce: Command = (catalog, table, command, parsed) => {
  const definition = as(command.def, 'ColumnDef');
  if (!definition || (command.missing_ok && table.columns?.has(definition.colname ?? ''))) return;
  addColumn(catalog, parsed, table, definition);
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

const dropConstraint: Command = (_catalog, table, { name }) => {
  table.uniques = table.uniques.filter((u) => u.name !== name);
  table.foreignKeys = table.foreignKeys.filter((f) => f.name !== name);
};

const validateConstraint: Command = (_catalog, table, { name }) => {
  for (const key of table.foreignKeys) if (key.name === name) key.valid = true;
};

const alterConstraint: Command = (_catalog, table, { def }) => {
  const change = as(def, 'ATAlterConstraint');
  if (change?.alterDeferrability)
    for (const key of table.foreignKeys) if (key.name === change.conname) key.deferrable = change.deferrable === true;
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

const addConstraints: Command = (catalog, table, { def }) => {
  for (const constraint of withAttributes(def && [def])) addConstraint(catalog, table, constraint);
};

const commands: Readonly<Partial<Record<NonNullable<AlterTableCmd['subtype']>, Command>>> = {
  AT_AddColumn: addColumnOnce,
  AT_DropColumn: dropColumn,
  AT_SetNotNull: (_catalog, table, { name = '' }) => { setNotNull(table, [name], true); },
  AT_DropNotNull: (_catalog, table, { name = '' }) => { setNotNull(table, [name], false); },
  AT_ColumnDefault: alterDefault,
  AT_AlterColumnType: alterType,
  AT_AddConstraint: addConstraints,
  AT_DropConstraint: dropConstraint,
  AT_ValidateConstraint: validateConstraint,
  AT_AlterConstraint: alterConstraint,
  AT_AttachPartition: attachPartition,
  AT_DetachPartition: detachPartition,
};

/** Not passed on to tables that inherit the columns alone. */
const keyCommands = new Set<AlterTableCmd['subtype']>(['AT_AddConstraint', 'AT_DropConstraint', 'AT_ValidateConstraint', 'AT_AlterConstraint']);
/** Concern the table itself. */
const ownCommands = new Set<AlterTableCmd['subtype']>(['AT_AttachPartition', 'AT_DetachPartition']);

const applyCommand = (catalog: Catalog, table: Table, command: AlterTableCmd, parsed: ParsedStatement, only: boolean): void => {
  const apply = command.subtype && commands[command.subtype];
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
