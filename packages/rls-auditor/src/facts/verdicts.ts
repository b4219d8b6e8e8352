import { type Proof, type Query, select, type SelectQuery, table, type TenantModel, type Verdict } from '@tenantscope/core';
import type { Relation } from '../catalog/snapshot.ts';
import type { Database } from './database.ts';
import { type Membership, proveWith } from './membership.ts';
import { type Exemption, exemptionOf, groundsOf, reachable, recursionIn, type Side, viewAsSeenBy } from './seen.ts';
import type { Tenancy } from './tenancy.ts';

export const commands = ['select', 'insert', 'update', 'delete'] as const;
export type Command = (typeof commands)[number];

/** What a role can do to rows of a relation with a command. */
export interface TableVerdict {
  readonly relation: Relation;
  readonly role: string;
  readonly command: Command;
  /** `none`: the role has no such privilege. `shared`: the same rows for everybody. */
  readonly verdict: Verdict | 'none' | 'shared';
  /** Why row security does not apply. */
  readonly exemption?: Exemption | undefined;
  /** UPDATE is judged by the rows it takes and by the rows it leaves. */
  readonly side: Side;
  readonly proof?: Proof | undefined;
}

/** Whoever calls a function chooses its arguments. */
export const nobody = () => ({ trust: 'untrusted', nonNull: false, label: 'a value of the function', origin: 'a variable of a function' }) as const;

/** Which rows each command takes and leaves. Without WHERE and RETURNING, UPDATE and DELETE read by their own policies alone. */
const sides: Readonly<Record<Command, readonly Side[]>> = { select: ['using'], insert: ['check'], update: ['using', 'check'], delete: ['using'] };

/** What PostgreSQL refuses to run is not decided, whatever it would say. */
const withRecursion = (query: Query, proof: Proof): Proof => {
  const cause = recursionIn(query);
  return cause === undefined ? proof : { ...proof, verdict: 'unproven', refusals: [{ verdict: 'unproven', rule: 'unproven-policy', message: 'the query cannot run', why: cause }] };
};

/** Proofs of the same rows are made once: most tables have the same policies for several commands. */
const prover = (memberships: readonly Membership[]): ((query: () => Query, model: TenantModel, side: Side, grounds: string) => Proof) => {
  const known = new Map<TenantModel, Map<string, Proof>>();
  return (make, model, side, grounds) => {
    const proofs = known.get(model) ?? new Map<string, Proof>();
    known.set(model, proofs);
    const key = memberships.length === 0 ? grounds : `${side} ${grounds}`;
    const found = proofs.get(key);
    if (found) return found;
    const query = make();
    const proof = withRecursion(query, proveWith({ model, memberships }, query, nobody, side === 'check'));
    proofs.set(key, proof);
    return proof;
  };
};

const letsNothing = ({ where }: SelectQuery): boolean => where?.kind === 'constant' && where.value === false;

const judgeTable = (database: Database, tenancy: Tenancy, proofOf: ReturnType<typeof prover>, relation: Relation, role: string): readonly TableVerdict[] =>
  commands.flatMap((command): readonly TableVerdict[] => {
    const base = { relation, role, command, exemption: exemptionOf(database, role, relation) };
    if (!database.reaches(role, command, relation)) return [{ ...base, side: 'using', verdict: 'none' }];
    const isShared = tenancy.table(relation)?.ownership.kind === 'shared';
    if (isShared && command === 'select') return [{ ...base, side: 'using', verdict: 'shared' }];
    return sides[command].map((side): TableVerdict => {
      const query = (): SelectQuery => reachable(database, role, relation, command, side);
      // One tenant may not change what all see.
      if (isShared) return { ...base, side, verdict: letsNothing(query()) ? 'scoped' : 'unscoped' };
      const proof = proofOf(query, command === 'select' ? tenancy.reading : tenancy.writing, side, groundsOf(database, role, relation, command, side));
      return { ...base, side, verdict: proof.verdict, proof };
    });
  });

/** Everything that a relation holds, whoever asks. */
const wholeOf = ({ schema, name }: Relation): SelectQuery =>
  select({ items: [{ star: true }], distinct: false, from: [table({ schema, name })], windows: [], orderBy: [], locking: false });

const judgeView = (database: Database, tenancy: Tenancy, view: Relation, role: string): TableVerdict => {
  const base = { relation: view, role, command: 'select', side: 'using' } as const;
  if (!database.reaches(role, 'select', view)) return { ...base, verdict: 'none' };
  // What a materialized view holds was computed once, for everybody.
  const query = view.kind === 'view' ? viewAsSeenBy(database, role, view) : wholeOf(view);
  if (!query) return { ...base, verdict: 'unproven' };
  const proof = withRecursion(query, proveWith({ model: tenancy.reading, memberships: tenancy.memberships }, query, nobody));
  return { ...base, verdict: proof.verdict, proof };
};

/** A verdict for every table and view, command and role. */
export const verdictsOf = (database: Database, tenancy: Tenancy, roles: readonly string[]): readonly TableVerdict[] => {
  const proofOf = prover(tenancy.memberships);
  const { relations } = database.snapshot;
  return roles.flatMap((role) =>
    relations.flatMap((r): readonly TableVerdict[] => {
      if (r.extension !== null || r.temporary) return [];
      switch (r.kind) {
        case 'table':
        case 'partitioned table':
        case 'foreign table':
          return judgeTable(database, tenancy, proofOf, r, role);
        case 'view':
        case 'materialized view':
          return [judgeView(database, tenancy, r, role)];
        case 'sequence':
          return [];
      }
    }),
  );
};
