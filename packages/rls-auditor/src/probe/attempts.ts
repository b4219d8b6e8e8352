import type { FunctionEntry, Relation } from '../catalog/snapshot.ts';
import { keyOf } from '../facts/database.ts';
import type { Facts } from '../facts/facts.ts';
import { type Command, commands } from '../facts/verdicts.ts';
import type { Shadow } from '../shadow/rebuild.ts';

/** What a role tries: a command on a relation, or to call a function. */
export type Attempt =
  | { readonly role: string; readonly command: Command; readonly on: Relation }
  | { readonly role: string; readonly command: 'call'; readonly on: FunctionEntry };

const isReachable = (r: Relation): boolean => r.extension === null && !r.temporary && r.kind !== 'sequence' && r.kind !== 'foreign table';

const mayCall = ({ snapshot, database }: Facts, role: string, f: FunctionEntry): boolean => {
  const schema = snapshot.schemas.find((s) => s.name === f.schema);
  return f.extension === null && schema !== undefined && database.may(role, 'usage', schema, 'schema') && database.may(role, 'execute', f, 'function');
};

/** Whether a relation takes a command at all: not every view can be written. */
export type Takes = (on: Relation, command: Command) => boolean;

/** Everything that a role of the application has the privilege for, but reading what everybody shares. */
export const attemptsOf = (facts: Facts, takes: Takes): readonly Attempt[] => {
  const { snapshot, database, actingRoles, tenancy } = facts;
  const isShared = (r: Relation): boolean => tenancy.table(r)?.ownership.kind === 'shared';
  return actingRoles.flatMap((role): readonly Attempt[] => [
    ...snapshot.relations
      .filter((r) => isReachable(r) && !isShared(r))
      .flatMap((on) => commands.filter((command) => database.reaches(role, command, on) && takes(on, command)).map((command) => ({ role, on, command }))),
    ...snapshot.functions.filter((f) => mayCall(facts, role, f)).map((on) => ({ role, on, command: 'call' as const })),
  ]);
};

const updatable = "select n.nspname as schema, c.relname as name, pg_relation_is_updatable(c.oid, true) as mask from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v')";

const bits: Readonly<Record<Exclude<Command, 'select'>, number>> = { update: 4, insert: 8, delete: 16 };

export const takenBy = async ({ database }: Shadow): Promise<Takes> => {
  const rows = await database.query(updatable);
  const masks = new Map(rows.map((r) => [keyOf({ schema: String(r['schema']), name: String(r['name']) }), Number(r['mask'])]));
  return (on, command) => command === 'select' || ((masks.get(keyOf(on)) ?? 0) & bits[command]) !== 0;
};
