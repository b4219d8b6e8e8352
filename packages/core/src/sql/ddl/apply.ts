import type { Node, RangeVar, VariableSetStmt } from 'libpg-query';
import { as, kindOf, type NodeKinds } from '../lower/context.ts';
import type { ParsedStatement } from '../statements.ts';
import { alterTable, distrustReferences } from './alter-table.ts';
import { type Catalog, findTable } from './catalog.ts';
import { createIndex } from './create-index.ts';
import { createTable } from './create-table.ts';
import { drop } from './drop.ts';
import { createFunction } from './function.ts';
import { rename, setSchema } from './rename.ts';
import { endTransaction } from './temporary.ts';
import { createRule, createTrigger } from './trigger.ts';
import { createCast, createDomain, createType, define } from './types.ts';
import { createTableAs, createView, selectInto } from './view.ts';

type Handlers = { readonly [K in keyof NodeKinds]?: (catalog: Catalog, s: NodeKinds[K], parsed: ParsedStatement) => void };

const systemSchemas = new Set(['$user', 'pg_catalog', '']);

const setVariable = (catalog: Catalog, s: VariableSetStmt): void => {
  if (s.name === 'session_replication_role') catalog.unchecked = !['origin', undefined].includes(as(s.args?.[0], 'A_Const')?.sval?.sval);
  if (s.name !== 'search_path') return;
  const named = (s.args ?? []).flatMap((a) => as(a, 'A_Const')?.sval?.sval ?? []).filter((name) => !systemSchemas.has(name));
  catalog.searchPath = named.length > 0 ? named : ['public'];
};

/** With the checks switched off, the rows that a file writes may break any foreign key of the table. */
const changeRows = (catalog: Catalog, { relation }: { relation?: RangeVar }): void => {
  const table = catalog.unchecked ? findTable(catalog, relation) : undefined;
  if (table) distrustReferences(catalog, table);
};

const handlers: Handlers = {
  CreateStmt: (catalog, s, parsed) => { createTable(catalog, parsed, s); },
  CreateForeignTableStmt: (catalog, s, parsed) => { if (s.base) createTable(catalog, parsed, s.base, true); },
  AlterTableStmt: (catalog, s, parsed) => { alterTable(catalog, parsed, s); },
  RenameStmt: rename,
  AlterObjectSchemaStmt: setSchema,
  IndexStmt: createIndex,
  ViewStmt: (catalog, s, parsed) => { createView(catalog, parsed, s); },
  CreateTableAsStmt: (catalog, s, parsed) => { createTableAs(catalog, parsed, s); },
  SelectStmt: selectInto,
  DropStmt: drop,
  CreateFunctionStmt: (catalog, s, parsed) => { createFunction(catalog, parsed, s); },
  DefineStmt: define,
  CreateDomainStmt: createDomain,
  CreateEnumStmt: (catalog, s) => { createType(catalog, s.typeName); },
  CompositeTypeStmt: (catalog, s) => { if (s.typevar?.relname !== undefined) catalog.types.set(s.typevar.relname, {}); },
  CreateRangeStmt: (catalog, s) => { createType(catalog, s.typeName); },
  CreateCastStmt: createCast,
  CreateTrigStmt: createTrigger,
  RuleStmt: createRule,
  TransactionStmt: (catalog, s) => { if (s.kind === 'TRANS_STMT_COMMIT' || s.kind === 'TRANS_STMT_ROLLBACK') endTransaction(catalog); },
  VariableSetStmt: setVariable,
  InsertStmt: changeRows,
  UpdateStmt: changeRows,
  DeleteStmt: changeRows,
  CopyStmt: changeRows,
  CreateSchemaStmt: (catalog, s, parsed) => {
    const outside = catalog.searchPath;
    catalog.searchPath = [s.schemaname ?? 'public', ...outside];
    for (const element of s.schemaElts ?? []) applyDdl(catalog, element, parsed);
    catalog.searchPath = outside;
  },
};

type AnyHandler = ((catalog: Catalog, s: unknown, parsed: ParsedStatement) => void) | undefined;

/** Applies one statement of DDL; what changes no table, key, view or function is passed over. */
export const applyDdl = (catalog: Catalog, tree: Node, parsed: ParsedStatement): void => {
  const kind = kindOf(tree);
  const handler = kind && Object.hasOwn(handlers, kind) ? (handlers[kind] as AnyHandler) : undefined;
  handler?.(catalog, kind && (tree as NodeKinds)[kind], parsed);
};
