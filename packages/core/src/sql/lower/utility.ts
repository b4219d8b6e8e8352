import type { CopyStmt, CreateTableAsStmt, ExplainStmt, Node, RangeVar, SelectStmt } from 'libpg-query';
import type { TableRelation } from '../../query/relation/table.ts';
import type { Statement } from '../../query/statement/statement.ts';
import { opaqueStatement, utility, wrapped } from '../../query/statement/utility.ts';
import { as, kindOf, type Lowering, type NodeKinds, unread } from './context.ts';
import { lowerTable } from './relation.ts';
import { lowerDiscard, lowerSet } from './setting.ts';

type Handlers = { readonly [K in keyof NodeKinds]?: (to: Lowering, node: NodeKinds[K]) => Statement };

const tablesOf = (to: Lowering, ranges: readonly Node[] | undefined): readonly TableRelation[] =>
  (ranges ?? []).flatMap((r) => {
    const range = as(r, 'RangeVar');
    return range ? [lowerTable(to, range)] : [];
  });

const one = (to: Lowering, range: RangeVar | undefined): readonly TableRelation[] => (range ? [lowerTable(to, range)] : []);

const none = (verb: string) => (): Statement => utility({ verb, tables: [], effect: 'none' });

const unknown = (verb: string, cause: string) => (): Statement => utility({ verb, tables: [], effect: 'unknown', cause });

const wrap = (to: Lowering, verb: string, node: Node | undefined, cause?: string): Statement =>
  wrapped({
    verb,
    statement: node ? to.statement(node) : opaqueStatement({ rule: unread, cause: `${verb} without a statement` }),
    ...(cause !== undefined && { cause }),
  });

const lowerCopy = (to: Lowering, s: CopyStmt): Statement => {
  if (s.query) return wrap(to, 'COPY', s.query);
  const tables = one(to, s.relation);
  if (!s.is_from) return utility({ verb: 'COPY', tables, effect: 'rows' });
  return utility({ verb: 'COPY', tables, effect: 'unknown', cause: 'the rows that COPY FROM writes are not in the text' });
};

const lowerCreateAs = (to: Lowering, s: CreateTableAsStmt): Statement => {
  const materialized = s.objtype === 'OBJECT_MATVIEW';
  const cause = `the rows are copied to ${s.into?.rel?.relname ?? 'a new table'}, out of the proof's reach`;
  return wrap(to, materialized ? 'CREATE MATERIALIZED VIEW' : 'CREATE TABLE AS', s.query, cause);
};

/** SELECT … INTO, as CREATE TABLE AS. */
export const lowerInto = (to: Lowering, s: SelectStmt, into: RangeVar | undefined): Statement =>
  wrapped({
    verb: 'SELECT INTO',
    statement: to.query(s),
    cause: `the rows are copied to ${into?.relname ?? 'a new table'}, out of the proof's reach`,
  });

const boundLater = 'its parameters are bound at EXECUTE, out of sight of this text';
const codeInside = (verb: string): string => `what ${verb} runs is not in the query`;

/** ANALYZE runs the statement and counts the rows it threw away; without it, the planner estimates from the size of the whole table. */
const lowerExplain = (to: Lowering, s: ExplainStmt): Statement => {
  const analyze = (s.options ?? []).some((o) => as(o, 'DefElem')?.defname === 'analyze');
  const cause = analyze ? 'EXPLAIN ANALYZE counts the rows of every tenant that were read and thrown away' : 'the estimates of EXPLAIN come from the rows of every tenant';
  return wrap(to, 'EXPLAIN', s.query, cause);
};

const handlers: Handlers = {
  ExplainStmt: lowerExplain,
  DeclareCursorStmt: (to, s) => wrap(to, 'DECLARE', s.query),
  PrepareStmt: (to, s) => wrap(to, 'PREPARE', s.query, boundLater),
  CopyStmt: lowerCopy,
  CreateTableAsStmt: lowerCreateAs,
  VariableSetStmt: lowerSet,
  DiscardStmt: (_to, s) => lowerDiscard(s),
  TruncateStmt: (to, s) => utility({ verb: 'TRUNCATE', tables: tablesOf(to, s.relations), effect: 'rows' }),
  LockStmt: (to, s) =>
    utility({ verb: 'LOCK', tables: tablesOf(to, s.relations), effect: 'unknown', cause: "LOCK holds back every tenant's work on the table" }),
  RefreshMatViewStmt: (to, s) =>
    utility({ verb: 'REFRESH', tables: one(to, s.relation), effect: 'unknown', cause: "REFRESH recomputes every tenant's rows" }),
  TransactionStmt: none('TRANSACTION'),
  VariableShowStmt: none('SHOW'),
  ClosePortalStmt: none('CLOSE'),
  DeallocateStmt: none('DEALLOCATE'),
  ConstraintsSetStmt: none('SET CONSTRAINTS'),
  ExecuteStmt: unknown('EXECUTE', 'the statement it runs was prepared elsewhere'),
  FetchStmt: unknown('FETCH', 'the query of the cursor is not in this text'),
  DoStmt: unknown('DO', codeInside('DO')),
  CallStmt: unknown('CALL', codeInside('CALL')),
  ListenStmt: unknown('LISTEN', 'a channel is shared by every tenant of the database'),
  UnlistenStmt: none('UNLISTEN'),
  NotifyStmt: unknown('NOTIFY', 'a channel is shared by every tenant of the database'),
};

type AnyHandler = ((to: Lowering, node: unknown) => Statement) | undefined;

const comments = /--[^\n]*|\/\*[\s\S]*?\*\//g;
/** Words between the verb and what it is done to: `CREATE OR REPLACE FUNCTION`, `CREATE UNIQUE INDEX`. */
const adverbs: ReadonlySet<string> = new Set(['OR', 'REPLACE', 'UNIQUE', 'DEFAULT', 'EVENT', 'FOREIGN', 'ACCESS', 'TEXT', 'CONSTRAINT', 'UNLOGGED', 'GLOBAL', 'LOCAL', 'TEMP', 'TEMPORARY', 'TRUSTED', 'PROCEDURAL', 'RECURSIVE']);

/** `CREATE TABLE`, `CREATE UNIQUE INDEX`, `ALTER POLICY`, `VACUUM`, from the words of the statement. */
const verbOf = (text: string): string => {
  const [verb = '', ...rest] = (text.replace(comments, ' ').match(/[A-Za-z]+/g) ?? []).map((w) => w.toUpperCase());
  if (!/^(?:CREATE|ALTER|DROP|IMPORT|SECURITY)$/.test(verb)) return verb;
  const object = rest.findIndex((w) => !adverbs.has(w));
  return [verb, ...rest.slice(0, object + 1)].join(' ');
};

const relationOf = (node: unknown): RangeVar | undefined => {
  const range = (node as { relation?: RangeVar | Node }).relation;
  return range && 'relname' in range ? range : undefined;
};

/** Every statement that is no query and no data modification. What is not listed is unknown: DDL, grants, maintenance. */
export const lowerUtility = (to: Lowering, node: Node, text: string): Statement => {
  const kind = kindOf(node);
  const value = kind && (node as NodeKinds)[kind];
  const handler = kind && Object.hasOwn(handlers, kind) ? (handlers[kind] as AnyHandler) : undefined;
  if (handler) return handler(to, value);
  const verb = verbOf(text);
  const tables = one(to, relationOf(value));
  return utility({ verb, tables, effect: 'unknown', cause: `${verb} changes the database, not a tenant's rows` });
};
