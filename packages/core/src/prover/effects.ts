import type { TableModel } from '../model/model.ts';
import type { WriteEffect } from '../model/schema.ts';
import type { Span } from '../query/node.ts';
import { regenerates } from './fill.ts';
import { refuse, type Session } from './session.ts';

/** A write as triggers and rules see it; an UPDATE with the columns of its SET. */
export interface RowEvent {
  readonly event: WriteEffect['events'][number];
  readonly columns?: readonly string[] | undefined;
}

const fires = (effect: WriteEffect, { event, columns }: RowEvent): boolean =>
  effect.events.includes(event) && (event !== 'update' || !effect.columns || !columns || effect.columns.some((c) => columns.includes(c)));

/** The columns that say whose a row is, and those that other rows follow it by. */
const telling = ({ ownership, foreignKeys, dependents }: TableModel): ReadonlySet<string> =>
  new Set([
    ...(ownership.kind === 'tenant' || ownership.kind === 'via' ? [ownership.column] : []),
    ...foreignKeys.flatMap((fk) => fk.columns),
    ...dependents.flatMap((d) => (d.onUpdate ? d.referenced : [])),
  ]);

/** Refuses a write that a trigger or a rule may carry out of the tenant. */
export const checkEffects = (session: Session, table: TableModel, write: RowEvent, at: Span | undefined): void => {
  for (const effect of table.effects) {
    if (!fires(effect, write)) continue;
    const set = effect.sets.find((c) => [...telling(table)].some((own) => own === c || regenerates(table, own, [c])));
    const why = effect.why ?? (set === undefined ? undefined : `it sets ${set} to a value that is not followed`);
    if (why !== undefined)
      refuse(session, { verdict: 'unproven', rule: effect.kind === 'rule' ? 'unproven-statement' : 'unproven-function', message: `the ${effect.kind} ${effect.name} on ${table.key} may read or write rows of other tenants`, why, table: table.key, at });
  }
};
