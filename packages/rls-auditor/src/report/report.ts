import type { Audit } from '../audit.ts';
import type { Finding, Severity } from '../checks/check.ts';
import { keyOf } from '../facts/database.ts';
import type { Facts } from '../facts/facts.ts';
import { type Command, commands, type TableVerdict } from '../facts/verdicts.ts';
import { groupBy } from '../group.ts';
import type { Probe, Probed } from '../probe/probe.ts';
import type { Repair, Tried } from '../repair/repair.ts';
import type { StatementCounts } from '../statements/recorded.ts';
import type { Shard } from '../subjects/shard.ts';

/** What a role can do with a relation: the worst of what was judged. `none`: no privilege; `shared`: the same rows for everybody. */
export type Cell = TableVerdict['verdict'];

/** One role and one relation in the matrix. */
export interface MatrixRow {
  readonly role: string;
  readonly schema: string;
  readonly name: string;
  readonly kind: string;
  readonly select: Cell;
  readonly insert: Cell;
  readonly update: Cell;
  readonly delete: Cell;
}

export interface Counts {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
}

/** How much was judged: each relation × role × command that the role has the privilege for. */
export interface Coverage {
  readonly judged: number;
  readonly scoped: number;
  readonly unscoped: number;
  readonly unproven: number;
}

export interface DatabaseReport {
  /** How people know it: host and database, never a password. */
  readonly name: string;
  /** Of its tables, policies, grants and code; null where it could not be read. The same for databases that are the same. */
  readonly fingerprint: string | null;
  /** PostgreSQL's version, `18.4`. */
  readonly server: string | null;
  readonly roles: readonly string[];
  readonly coverage: Coverage;
  readonly matrix: readonly MatrixRow[];
  /** Other databases of its cluster that a role may connect to. */
  readonly connects: readonly { readonly role: string; readonly database: string }[];
  readonly findings: readonly Finding[];
  /** How many findings the baseline has; they are not among `findings`. */
  readonly known: number;
  /** What attacks showed, where there were any. */
  readonly probe?: ProbeReport;
  /** Recorded statements, where they were asked for. */
  readonly statements?: StatementCounts;
  /** Repairs that were tried on a copy of the database, where that was asked for. */
  readonly repairs?: readonly RepairReport[];
  readonly assumptions: readonly string[];
  readonly incomplete: readonly { readonly message: string }[];
}

export interface RepairReport {
  readonly rule: string;
  readonly object: Finding['object'];
  readonly sql: string;
  readonly tried: Tried;
  readonly why?: string | undefined;
}

/** What attacks on the shadow of a database showed: each role × relation or function × command. */
export interface ProbeReport {
  /** How many statements were run. */
  readonly statements: number;
  readonly leaks: number;
  readonly held: number;
  readonly harmless: number;
  /** Unique keys whose errors tell a role that another tenant has a row. */
  readonly tellingKeys: readonly { readonly role: string; readonly index: string }[];
  /** What was not tried with success, so that nothing is shown. */
  readonly unreached: readonly { readonly role: string; readonly object: string; readonly command: string; readonly why: string }[];
  /** Objects that the shadow has not, or has otherwise. */
  readonly differences: readonly string[];
}

/** The result of a run, as JSON has it. */
export interface AuditReport {
  readonly version: 1;
  /** The part of a fleet that this run was of. */
  readonly shard?: Shard;
  readonly summary: Counts & { readonly databases: number; readonly known: number; readonly incomplete: number } & Coverage;
  readonly databases: readonly DatabaseReport[];
}

const badness: Readonly<Record<Cell, number>> = { none: 0, shared: 1, scoped: 2, unproven: 3, unscoped: 4 };

const worstOf = (verdicts: readonly TableVerdict[]): Cell => verdicts.reduce<Cell>((worst, v) => (badness[v.verdict] > badness[worst] ? v.verdict : worst), 'none');

const matrixOf = (verdicts: readonly TableVerdict[]): readonly MatrixRow[] => {
  const groups = groupBy(verdicts, (v) => JSON.stringify([v.role, keyOf(v.relation)]));
  return [...groups.values()].flatMap((group): readonly MatrixRow[] => {
    const [first] = group;
    if (!first) return [];
    const cell = (command: Command): Cell => worstOf(group.filter((v) => v.command === command));
    const { schema, name, kind } = first.relation;
    return [{ role: first.role, schema, name, kind, select: cell('select'), insert: cell('insert'), update: cell('update'), delete: cell('delete') }];
  });
};

const coverageOf = (matrix: readonly MatrixRow[]): Coverage => {
  const cells = matrix.flatMap((row) => commands.map((c) => row[c])).filter((c) => c !== 'none');
  const count = (...kinds: readonly Cell[]): number => cells.filter((c) => kinds.includes(c)).length;
  return { judged: cells.length, scoped: count('scoped', 'shared'), unscoped: count('unscoped'), unproven: count('unproven') };
};

const connectsOf = ({ snapshot, runtimeRoles, database }: Facts): DatabaseReport['connects'] =>
  runtimeRoles.flatMap((role) =>
    snapshot.databases.filter((d) => d.name !== snapshot.server.database && d.allowsConnections && database.may(role, 'connect', d, 'database')).map((d) => ({ role, database: d.name })),
  );

const version = (number: number): string => `${String(Math.floor(number / 10000))}.${String(number % 10000)}`;

/** A database that was read. */
export const databaseReport = (name: string, { facts, findings }: Audit): DatabaseReport => {
  const matrix = matrixOf(facts.verdicts);
  return {
    name,
    fingerprint: facts.fingerprint(),
    server: version(facts.snapshot.server.number),
    roles: facts.runtimeRoles,
    coverage: coverageOf(matrix),
    matrix,
    connects: connectsOf(facts),
    findings,
    known: 0,
    assumptions: facts.assumptions,
    incomplete: [],
  };
};

export const repairReport = ({ finding, sql, tried, why }: Repair): RepairReport => ({ rule: finding.rule, object: finding.object, sql, tried, ...(why !== undefined && { why }) });

export const probeReport = ({ statements, probed, tellingKeys }: Probe, differences: readonly string[]): ProbeReport => {
  const count = (outcome: Probed['outcome']): number => probed.filter((p) => p.outcome === outcome).length;
  return {
    statements,
    leaks: count('leaks'),
    held: count('held'),
    harmless: count('harmless'),
    tellingKeys: tellingKeys.map(({ role, on, index }) => ({ role, index: keyOf({ schema: on.schema, name: index.name }) })),
    unreached: probed.flatMap((p) => (p.outcome === 'unreached' ? [{ role: p.role, object: keyOf(p.on), command: p.command, why: p.why }] : [])),
    differences,
  };
};

const nothing: Coverage = { judged: 0, scoped: 0, unscoped: 0, unproven: 0 };

/** A database that could not be read: no finding, and never a pass. */
export const unreadReport = (name: string, message: string): DatabaseReport => ({ name, fingerprint: null, server: null, roles: [], coverage: nothing, matrix: [], connects: [], findings: [], known: 0, assumptions: [], incomplete: [{ message }] });

const countsOf = (findings: readonly Finding[]): Counts => {
  const count = (severity: Severity): number => findings.filter((f) => f.severity === severity).length;
  return { error: count('error'), warning: count('warning'), info: count('info') };
};

export const auditReport = (databases: readonly DatabaseReport[], shard?: Shard): AuditReport => ({
  version: 1,
  ...(shard && { shard }),
  summary: {
    databases: databases.length,
    ...countsOf(databases.flatMap((d) => d.findings)),
    known: databases.reduce((sum, d) => sum + d.known, 0),
    incomplete: databases.filter((d) => d.incomplete.length > 0).length,
    ...databases.reduce((sum, { coverage: c }) => ({ judged: sum.judged + c.judged, scoped: sum.scoped + c.scoped, unscoped: sum.unscoped + c.unscoped, unproven: sum.unproven + c.unproven }), nothing),
  },
  databases,
});
