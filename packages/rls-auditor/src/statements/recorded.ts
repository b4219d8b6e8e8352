import { type Proof, prove, readSql, select, type Statement, type TableRelation } from '@tenantscope/core';
import type { Connection } from '../catalog/read.ts';
import { identifier } from '../catalog/ddl.ts';
import type { Snapshot } from '../catalog/snapshot.ts';
import type { Finding } from '../checks/check.ts';
import type { Facts } from '../facts/facts.ts';
import { proveWith } from '../facts/membership.ts';
import { statementAsRun } from '../facts/seen.ts';

/** A statement that ran, with its constants taken out. */
export interface Recorded {
  readonly role: string;
  readonly sql: string;
  readonly calls: number;
}

/** How many of the recorded statements were judged, and how. */
export interface StatementCounts {
  readonly judged: number;
  readonly scoped: number;
  readonly unscoped: number;
  readonly unproven: number;
  /** They touch no table, or ran as a role that is none of the application's. */
  readonly left: number;
}

/** What `pg_stat_statements` has of this database; undefined where the extension is not there. */
export const readStatements = async (connection: Connection, { extensions }: Snapshot): Promise<readonly Recorded[] | undefined> => {
  const extension = extensions.find((e) => e.name === 'pg_stat_statements');
  if (!extension) return undefined;
  const rows = await connection.query(
    `select pg_get_userbyid(s.userid) as role, s.query as sql, s.calls::float8 as calls from ${identifier(extension.schema)}.pg_stat_statements s join pg_catalog.pg_database d on d.oid = s.dbid where d.datname = current_database() order by s.calls desc`,
  );
  return rows.map((r) => ({ role: String(r['role']), sql: String(r['sql']), calls: Number(r['calls']) }));
};

/** What a parameter held is not recorded. */
const notRecorded = (key: string) => ({ trust: 'unknown', nonNull: false, label: key, origin: 'what it held was not recorded' }) as const;

/** Whether what a role writes with a command is held to its tenant by policies. */
const isHeld = ({ verdicts }: Facts, role: string, { schema, name }: TableRelation, command: 'insert' | 'update'): boolean => {
  const judged = verdicts.filter((v) => v.role === role && v.command === command && v.relation.name === name && (schema === undefined || v.relation.schema === schema));
  return judged.length > 0 && judged.every((v) => v.verdict === 'scoped');
};

/** A new row that policies check is the tenant's, whatever values were given: what is left to judge is what it was made of. */
const withoutCheckedRow = (facts: Facts, role: string, statement: Statement): Statement => {
  if (statement.kind !== 'insert' || statement.onConflict || statement.with || !isHeld(facts, role, statement.target, 'insert')) return statement;
  return statement.source ?? select({ items: [], distinct: false, from: [], windows: [], orderBy: [], locking: false });
};

/** The proofs of a recorded text: what a role runs is held to the policies for that role. Undefined where it touches no table. */
const proofsOf = (facts: Facts, { role, sql }: Recorded): readonly Proof[] => {
  const { database, tenancy } = facts;
  return readSql(sql)
    .statements.filter(({ statement }) => prove(statement, tenancy.reading, notRecorded).tables.length > 0)
    .map(({ statement }) => proveWith({ model: tenancy.reading, memberships: tenancy.memberships }, statementAsRun(database, role, withoutCheckedRow(facts, role, statement), [role, 'public']), notRecorded));
};

const shortest = (sql: string): string => sql.replaceAll(/\s+/g, ' ').trim().slice(0, 200);

const findingOf = ({ role, sql, calls }: Recorded, proof: Proof): Finding => ({
  rule: 'recorded-statement',
  severity: proof.verdict === 'unscoped' ? 'error' : 'warning',
  threat: 'bug',
  object: { kind: 'statement', name: shortest(sql) },
  message: `${role} ran it ${String(calls)} times, and it ${proof.verdict === 'unscoped' ? 'reaches rows of other tenants' : 'is not proved to keep to one tenant'}`,
  why: proof.refusals[0]?.why ?? 'it cannot be read',
});

/** Judges recorded statements of the application's roles. */
export const judgeStatements = (facts: Facts, recorded: readonly Recorded[]): { readonly counts: StatementCounts; readonly findings: readonly Finding[] } => {
  const counts = { judged: 0, scoped: 0, unscoped: 0, unproven: 0, left: 0 };
  const findings: Finding[] = [];
  for (const statement of recorded) {
    const proofs = facts.actingRoles.includes(statement.role) ? proofsOf(facts, statement) : [];
    if (proofs.length === 0) counts.left += 1;
    for (const proof of proofs) {
      counts.judged += 1;
      counts[proof.verdict] += 1;
      if (proof.verdict !== 'scoped') findings.push(findingOf(statement, proof));
    }
  }
  return { counts, findings };
};
