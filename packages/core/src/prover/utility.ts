import { type TableRelation, writtenName } from '../query/relation/table.ts';
import type { SettingStatement, UtilityStatement } from '../query/statement/utility.ts';
import { checkSetting } from './calls.ts';
import { openLevel } from './level.ts';
import { refuse, type Session } from './session.ts';

const checkWholeTable = (session: Session, verb: string, relation: TableRelation): void => {
  const name = writtenName(relation);
  const table = session.model.find(relation.schema, relation.name);
  session.tables.add(table?.key ?? name);
  const base = { table: table?.key ?? name, at: relation.at };
  if (!table || table.ownership.kind === 'unclassified' || table.view) {
    refuse(session, { ...base, verdict: 'unproven', rule: 'unproven-table', message: `whose rows ${name} holds is not known`, why: `${verb} reads or removes all of them` });
    return;
  }
  if (table.ownership.kind === 'shared') {
    if (verb !== 'COPY') refuse(session, { ...base, verdict: 'unscoped', rule: 'no-shared-write', message: `rows of ${name}, which every tenant reads, are removed on behalf of one tenant`, why: `${name} is declared shared` });
    return;
  }
  refuse(session, { ...base, verdict: 'unscoped', rule: 'no-unscopable-statement', message: `${verb} ${verb === 'COPY' ? 'reads' : 'removes'} the rows of ${name} of every tenant`, why: 'no predicate can restrict this statement' });
};

/** Decides a statement that no predicate can scope. */
export const decideUtility = (session: Session, s: UtilityStatement): void => {
  if (s.effect === 'none') return;
  if (s.effect === 'rows') {
    for (const relation of s.tables) checkWholeTable(session, s.verb, relation);
    return;
  }
  for (const { schema, name } of s.tables) session.tables.add(session.model.find(schema, name)?.key ?? name);
  refuse(session, { verdict: 'unproven', rule: 'unproven-statement', message: `what ${s.verb} does to the rows of other tenants is not decided`, why: s.cause ?? 'its effect cannot be read from its text', at: s.at });
};

/** Decides SET, RESET and DISCARD. */
export const decideSetting = (session: Session, s: SettingStatement): void => {
  const { setting } = session.model;
  if (s.verb === 'SET') {
    checkSetting(session, openLevel(undefined, undefined), { name: s.name, local: s.local, value: s.value, at: s.at });
    return;
  }
  // Resetting the tenant setting leaves no tenant, which fails closed; resetting a role may give rights back.
  if (s.name !== setting) checkSetting(session, openLevel(undefined, undefined), { name: s.name, local: true, value: undefined, at: s.at });
};
