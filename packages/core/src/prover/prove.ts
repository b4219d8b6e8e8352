import type { TenantModel } from '../model/model.ts';
import type { ValueLookup } from '../model/values.ts';
import { renameIdentifiers } from '../query/rename.ts';
import type { Statement } from '../query/statement/statement.ts';
import { writeInsert } from './insert.ts';
import { writeMerge } from './merge.ts';
import type { Proof, Refusal, Verdict } from './proof.ts';
import { worst } from './proof.ts';
import { queryResult } from './query.ts';
import { finish, openSession, refuse, refuseUnread, type Session, type Write } from './session.ts';
import { writeDelete, writeUpdate } from './update.ts';
import { decideSetting, decideUtility } from './utility.ts';

const write = (session: Session): Session['write'] => (s, parent, env) => {
  switch (s.kind) {
    case 'insert':
      return writeInsert(session, s, parent, env);
    case 'update':
      return writeUpdate(session, s, parent, env);
    case 'delete':
      return writeDelete(session, s, parent, env);
    case 'merge':
      return writeMerge(session, s, parent, env);
  }
};

const decide = (session: Session, s: Statement): void => {
  switch (s.kind) {
    case 'select':
    case 'set':
    case 'values':
      session.top = s;
      for (const pending of session.query(s, undefined, undefined).output.pending) finish(session, pending);
      return;
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
      session.write(s satisfies Write, undefined, undefined);
      return;
    case 'utility':
      decideUtility(session, s);
      return;
    case 'setting':
      decideSetting(session, s);
      return;
    case 'wrapped':
      decide(session, s.statement);
      if (s.cause !== undefined) refuse(session, { verdict: 'unproven', rule: 'unproven-statement', message: `what ${s.verb} makes of the rows is not decided`, why: s.cause, at: s.at });
      return;
    case 'opaque-statement':
      refuseUnread(session, s);
  }
};

const operationOf = (s: Statement): string => {
  switch (s.kind) {
    case 'set':
    case 'values':
      return 'select';
    case 'utility':
    case 'setting':
      return s.verb.toLowerCase();
    case 'wrapped':
      return operationOf(s.statement);
    case 'opaque-statement':
      return 'unknown';
    default:
      return s.kind;
  }
};

const sessionFor = (model: TenantModel, values: ValueLookup): Session => {
  const session: Session = openSession(model, values, (q, parent, env) => queryResult(session, q, parent, env), (s, parent, env) => write(session)(s, parent, env));
  return session;
};

const tooDeep = (s: Statement): Proof => ({
  verdict: 'unproven',
  operation: operationOf(s),
  tables: [],
  refusals: [{ verdict: 'unproven', rule: 'unproven-sql', message: 'the statement is nested too deeply to be decided', why: 'split it, or flatten its nesting', at: s.at }],
  steps: [],
});

/** One refusal for each reason and place, however often a view or CTE was used. */
const distinct = (refusals: readonly Refusal[]): readonly Refusal[] => refusals.length < 2 ? refusals : [
  ...new Map(refusals.map((r) => [`${r.rule} ${r.table ?? ''} ${r.at?.start ?? ''} ${r.message}`, r])).values(),
];

/**
 * Decides one statement: does its result, and its effect on the tenant's rows, depend on the tenant's rows alone, and does it
 * write no other tenant's row? `values` tells what is known of each parameter.
 */
export const prove = (statement: Statement, model: TenantModel, values: ValueLookup): Proof => {
  const session = sessionFor(model, values);
  try {
    decide(session, model.rename ? renameIdentifiers(statement, model.rename) : statement);
  } catch (error) {
    // The only exception taken for an answer: recursion over a hostile nesting ran out of stack.
    if (error instanceof RangeError) return tooDeep(statement);
    throw error;
  }
  const refusals = distinct(session.refusals);
  return {
    verdict: refusals.reduce<Verdict>((verdict, r) => worst(verdict, r.verdict), 'scoped'),
    operation: operationOf(statement),
    tables: [...session.tables].sort(),
    refusals,
    steps: session.steps,
  };
};
