import type { CreateTrigStmt, Node, RuleStmt } from 'libpg-query';
import type { WriteEffect } from '../../model/schema.ts';
import { as, stringsOf } from '../lower/context.ts';
import type { ParsedStatement } from '../statements.ts';
import { expressionBody } from './body.ts';
import { type Catalog, findTable, rangeOf, type Table, type Trigger } from './catalog.ts';
import { functionKey } from './function.ts';
import { withPartitions } from './inheritance.ts';
import type { Purity } from './purity.ts';

type Event = WriteEffect['events'][number];

/** TRIGGER_TYPE_INSERT, _DELETE and _UPDATE of PostgreSQL's pg_trigger.h. */
const eventBits: readonly (readonly [number, Event])[] = [[1 << 2, 'insert'], [1 << 3, 'delete'], [1 << 4, 'update']];

/** Partitions have the triggers of their parent. */
export const createTrigger = (catalog: Catalog, s: CreateTrigStmt): void => {
  const table = findTable(catalog, s.relation);
  if (!table) return;
  const trigger: Trigger = {
    name: s.trigname ?? '',
    events: eventBits.filter(([bit]) => ((s.events ?? 0) & bit) !== 0).map(([, event]) => event),
    columns: s.columns && stringsOf(s.columns),
    calls: functionKey(catalog, rangeOf(s.funcname)),
    written: stringsOf(s.funcname).at(-1) ?? '',
    args: stringsOf(s.args),
    when: s.whenClause && expressionBody(s.whenClause),
  };
  for (const t of withPartitions(table)) t.triggers = [...t.triggers.filter((x) => x.name !== trigger.name), trigger];
};

const ruleEvents: Readonly<Record<string, Event | undefined>> = { CMD_INSERT: 'insert', CMD_UPDATE: 'update', CMD_DELETE: 'delete' };

/** A rule ON SELECT makes a view of a table. */
const emptyView = (parsed: ParsedStatement): NonNullable<Table['view']> => ({
  parsed, query: undefined, reads: [], open: true, names: undefined, columnAliases: undefined, materialized: false, stale: 'a rule says what it shows',
});

export const createRule = (catalog: Catalog, s: RuleStmt, parsed: ParsedStatement): void => {
  const table = findTable(catalog, s.relation);
  const event = ruleEvents[s.event ?? ''];
  if (!table) return;
  if (!event) table.view = emptyView(parsed);
  else table.rules = [...table.rules.filter((r) => r.name !== s.rulename), { name: s.rulename ?? '', event }];
};

/** DROP TRIGGER and DROP RULE: the name of the table with the name of the trigger behind it. */
export const dropFromTable = (catalog: Catalog, kind: 'triggers' | 'rules', node: Node): void => {
  const parts = as(node, 'List')?.items ?? [];
  const table = findTable(catalog, rangeOf(parts.slice(0, -1)));
  const name = stringsOf(parts).at(-1);
  if (!table) return;
  if (kind === 'rules') table.rules = table.rules.filter((r) => r.name !== name);
  else for (const t of withPartitions(table)) t.triggers = t.triggers.filter((x) => x.name !== name);
};

export const renameTrigger = (table: Table, from: string, to: string): void => {
  for (const t of withPartitions(table)) t.triggers = t.triggers.map((x) => (x.name === from ? { ...x, name: to } : x));
};

/** Trigger functions of PostgreSQL and its extensions that only set the column they are given. */
const ownFunctions = new Set(['tsvector_update_trigger', 'tsvector_update_trigger_column', 'suppress_redundant_updates_trigger', 'moddatetime']);

const triggerEffect = (purity: Purity, trigger: Trigger): WriteEffect => {
  const { name, events, columns, calls, written, args, when } = trigger;
  const base = { kind: 'trigger', name, events, columns } as const;
  const open = (why: string): WriteEffect => ({ ...base, sets: [], why });
  if (when && !purity.isPureBody(when)) return open('its condition calls a function that is not known to be free of table access');
  const bodies = purity.bodiesOf(calls);
  if (bodies.length === 0) return ownFunctions.has(written) ? { ...base, sets: args.slice(0, 1) } : open(`the body of ${written}() is not known`);
  if (!bodies.every(purity.isPureBody)) return open(`the body of ${written}() is not known to be free of table access`);
  if (bodies.some((b) => b.sets === undefined)) return open(`which columns ${written}() sets is not known`);
  return { ...base, sets: bodies.flatMap((b) => [...(b.sets ?? [])]) };
};

/** What triggers and rules add to writes of a table: its own, and those of the tables whose rows are written with its. */
export const effectsOf = (purity: Purity, table: Table): readonly WriteEffect[] => {
  const below = table.children.flatMap((c) => effectsOf(purity, c.table).filter((e) => e.kind === 'trigger'));
  const own = table.triggers.map((t) => triggerEffect(purity, t)).filter((e) => e.why !== undefined || e.sets.length > 0);
  const rules = table.rules.map((r): WriteEffect => ({ kind: 'rule', name: r.name, events: [r.event], sets: [], why: 'what it runs in place of the statement, or after it, is not followed' }));
  return [...own, ...rules, ...below];
};
