import type { Dependent, TableModel } from '../model/model.ts';
import type { Span } from '../query/node.ts';
import { checkEffects } from './effects.ts';
import { refuse, type Session } from './session.ts';

/** What happens to rows of a table: they are deleted, or these columns change. */
export type Change = 'delete' | readonly string[];

/** Whether every row that refers by the key belongs to the tenant of the row it refers to. */
const staysInside = (child: TableModel, parent: TableModel, d: Dependent): boolean => {
  const ties = (column: string, referenced: string | undefined): boolean => d.columns.some((c, i) => c === column && d.referenced[i] === referenced);
  const { ownership } = child;
  if (ownership.kind === 'via') return ownership.parent === parent.key && ties(ownership.column, parent.identity);
  return ownership.kind === 'tenant' && parent.ownership.kind === 'tenant' && ties(ownership.column, parent.ownership.column);
};

const remedy = (child: TableModel, parent: TableModel, d: Dependent): string => {
  if (child.ownership.kind !== 'tenant' || parent.ownership.kind !== 'tenant') return 'drop the action';
  const [own, theirs] = [child.ownership.column, parent.ownership.column];
  return `make it foreign key (${[own, ...d.columns].join(', ')}) references ${parent.key} (${[theirs, ...d.referenced].join(', ')})`;
};

/** Whether the action takes the row from its owner. A column that may not be NULL makes the statement fail instead. */
const disowns = (child: TableModel, action: string, set: readonly string[]): string | undefined => {
  const { ownership } = child;
  const column = ownership.kind === 'tenant' || ownership.kind === 'via' ? ownership.column : undefined;
  if (column === undefined || !set.includes(column) || action === 'CASCADE') return undefined;
  return action === 'SET NULL' && child.columns?.get(column)?.notNull ? undefined : column;
};

const actionOf = (d: Dependent, change: Change): Dependent['onDelete'] => {
  if (change === 'delete') return d.onDelete;
  return change.some((c) => d.referenced.includes(c)) ? d.onUpdate : undefined;
};

const follow = (session: Session, parent: TableModel, change: Change, at: Span | undefined, seen: Set<string>): void => {
  for (const d of parent.dependents) {
    const action = actionOf(d, change);
    const child = session.model.find(d.child.schema, d.child.name);
    if (!action || !child) continue;
    session.tables.add(child.key);
    const on = `ON ${change === 'delete' ? 'DELETE' : 'UPDATE'} ${action}`;
    const set = (change === 'delete' ? d.setColumns : undefined) ?? d.columns;
    const base = { verdict: 'unproven', rule: 'unproven-reference', table: child.key, at } as const;
    const lost = disowns(child, action, set);
    const next: Change = change === 'delete' && action === 'CASCADE' ? 'delete' : set;
    checkEffects(session, child, next === 'delete' ? { event: 'delete' } : { event: 'update', columns: next }, at);
    if (!staysInside(child, parent, d))
      refuse(session, { ...base, message: `rows of ${child.key} that refer to the written rows of ${parent.key} are written with them, and may belong to other tenants`, why: `${d.name} (${on}) does not include the tenant column: ${remedy(child, parent, d)}` });
    else if (lost !== undefined)
      refuse(session, { ...base, message: `rows of ${child.key} that refer to the written rows of ${parent.key} lose their owner`, why: `${d.name} (${on}) sets ${lost} too: name the columns to set, or make ${lost} NOT NULL` });
    else spread(session, child, next, at, seen);
  }
};

const spread = (session: Session, table: TableModel, change: Change, at: Span | undefined, seen: Set<string>): void => {
  const step = `${table.key} ${change === 'delete' ? '' : change.join()}`;
  if (seen.has(step)) return;
  follow(session, table, change, at, seen.add(step));
};

/** Refuses an UPDATE or DELETE that triggers and rules, or foreign keys with an action, carry to rows which may belong to other tenants. */
export const checkSpread = (session: Session, table: TableModel, change: Change, at: Span | undefined): void => {
  checkEffects(session, table, change === 'delete' ? { event: 'delete' } : { event: 'update', columns: change }, at);
  spread(session, table, change, at, new Set());
};
