import type { TableModel, TenantModel } from '../model/model.ts';
import type { ValueLookup } from '../model/values.ts';
import type { Span } from '../query/node.ts';
import type { DeleteStatement } from '../query/statement/delete.ts';
import type { InsertStatement } from '../query/statement/insert.ts';
import type { MergeStatement } from '../query/statement/merge.ts';
import type { Query } from '../query/statement/query.ts';
import type { UpdateStatement } from '../query/statement/update.ts';
import type { Level } from './level.ts';
import type { ProofStep, Refusal } from './proof.ts';
import type { Binding, Captured, Cause, Output, Pending, QueryResult, Term } from './structure.ts';

export type Write = InsertStatement | UpdateStatement | DeleteStatement | MergeStatement;

/** What one proof shares between all levels of a statement. */
export interface Session {
  readonly model: TenantModel;
  readonly tables: Set<string>;
  readonly refusals: Refusal[];
  readonly steps: ProofStep[];
  /** Decides a query whose outer level is `parent`; set by the entry point, so that levels and expressions need not know each other. */
  readonly query: (query: Query, parent: Level | undefined, env: Level['env']) => QueryResult;
  /** Decides a data-modifying statement; its output is what RETURNING passes on. */
  readonly write: (statement: Write, parent: Level | undefined, env: Level['env']) => Output;
  readonly value: (key: string) => Term;
  readonly constant: (value: string | number | boolean) => Term;
  /** The trusted tenant as the database knows it. */
  readonly carried: (label: string) => Term;
  readonly views: Map<TableModel, Captured<Output>>;
  /** The query that nothing stands around: no condition outside of it could restrict its rows. */
  top?: Query | undefined;
  nextBinding: number;
}

const memo = <K, V>(make: (key: K) => V): ((key: K) => V) => {
  const made = new Map<K, V>();
  return (key) => {
    const found = made.get(key);
    if (found !== undefined) return found;
    const value = make(key);
    made.set(key, value);
    return value;
  };
};

const valueTerm =
  (lookup: ValueLookup) =>
  (key: string): Term => {
    const facts = lookup(key);
    const { label } = facts;
    let cause: Cause | undefined;
    // Asked of few values, and slow to answer: where the analyzer looks a value up, it asks for its type.
    return {
      label,
      depth: 0,
      bindings: [],
      get trust() {
        if (facts.trust === 'unknown') return (cause ??= { rule: facts.rule ?? 'unproven-value', why: `the origin of ${label} is not known: ${facts.origin}` });
        return facts.trust === 'trusted' ? true : undefined;
      },
      get origin() {
        return `${label}: ${facts.origin}`;
      },
      get untrusted() {
        return facts.trust === 'untrusted';
      },
      get nonNull() {
        return facts.nonNull;
      },
    };
  };

const constantTerm = (value: string | number | boolean): Term => {
  const label = typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
  return {
    label,
    depth: 0,
    bindings: [],
    trust: { rule: 'unproven-value', why: `the tenant is hard-coded as ${label}` },
    nonNull: true,
  };
};

export const openSession = (model: TenantModel, values: ValueLookup, query: Session['query'], write: Session['write']): Session => ({
  model,
  tables: new Set(),
  refusals: [],
  steps: [],
  query,
  write,
  value: memo(valueTerm(values)),
  constant: memo(constantTerm),
  carried: memo(
    (label: string): Term => ({ label, depth: 0, bindings: [], trust: true, origin: `${label}: the tenant of the session`, nonNull: false }),
  ),
  views: new Map(),
  nextBinding: 1,
});

/** Records what can never be discharged. */
export const refuse = (session: Session, refusal: Refusal): void => {
  session.refusals.push(refusal);
};

/** Runs `work` and takes what it refused and proved out of the session. */
export const capture = <T>(session: Session, work: () => T): Captured<T> => {
  const refusals = session.refusals.length;
  const steps = session.steps.length;
  const value = work();
  return { value, refusals: session.refusals.splice(refusals), steps: session.steps.splice(steps) };
};

/** Puts captured findings into the session. */
export const replay = <T>(session: Session, captured: Captured<T>): T => {
  session.refusals.push(...captured.refusals);
  session.steps.push(...captured.steps);
  return captured.value;
};

/** The finding for an expression or relation that could not be read. */
export const refuseUnread = (session: Session, what: { readonly rule: string; readonly cause: string; readonly at?: Span | undefined }): void => {
  refuse(session, {
    verdict: 'unproven',
    rule: what.rule,
    message: 'a part of the query cannot be read, so nothing is proved about it',
    why: what.cause,
    at: what.at,
  });
};

/** Ends an obligation that no level discharged. */
export const finish = (session: Session, pending: Pending): void => {
  const { obligation: o, cause, notes } = pending;
  const base = { table: o.table, at: o.at };
  if (cause) {
    refuse(session, {
      ...base,
      verdict: 'unproven',
      rule: cause.rule,
      message: `it is not proved that only the tenant's own rows of ${o.table} are ${verbOf(o.access)}`,
      why: cause.why,
      at: cause.at ?? o.at,
    });
    return;
  }
  refuse(session, {
    ...base,
    verdict: 'unscoped',
    rule: pending.rule ?? 'no-unscoped-query',
    message: `rows of ${o.table} that belong to other tenants ${escapesAs[o.access]}`,
    why: notes[0] ?? `no condition ties ${o.column} to the trusted tenant`,
  });
};

const verbOf = (access: Pending['obligation']['access']): string =>
  ({ read: 'read', update: 'updated', delete: 'deleted', merge: 'merged', upsert: 'overwritten' })[access];

const escapesAs = {
  read: 'reach the result',
  update: 'are updated',
  delete: 'are deleted',
  merge: 'are matched and changed',
  upsert: 'are overwritten on conflict',
} as const;

/** Makes a binding of a level; its terms record their facts in the level's edges. */
export const makeBinding = (
  session: Session,
  level: Level,
  fields: Pick<Binding, 'alias' | 'schema' | 'source' | 'columns' | 'renames' | 'at'>,
): Binding => {
  const binding: Binding = { id: session.nextBinding, depth: level.depth, facts: level.edges, terms: new Map(), ...fields };
  session.nextBinding += 1;
  return binding;
};
