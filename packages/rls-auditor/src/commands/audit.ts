import { type ExitCode, loadParser, note, openProgress, UsageError, writeReport } from '@tenantscope/command';
import type { Configuration } from '@tenantscope/core';
import { type Audit, openAuditor } from '../audit.ts';
import { Unreachable } from '../catalog/connect.ts';
import { expectOne } from '../catalog/in-process.ts';
import type { Snapshot } from '../catalog/snapshot.ts';
import { keyOf } from '../facts/database.ts';
import { membershipsOf } from '../facts/membership.ts';
import { probeLive } from '../probe/live.ts';
import { type Probe, probe } from '../probe/probe.ts';
import { withProbe } from '../probe/told.ts';
import { type Repair, tryRepairs } from '../repair/repair.ts';
import { withoutKnown } from '../report/baseline.ts';
import { auditReport, databaseReport, type DatabaseReport, probeReport, repairReport, unreadReport } from '../report/report.ts';
import { rebuild } from '../shadow/rebuild.ts';
import { judgeStatements, readStatements } from '../statements/recorded.ts';
import { fromFleet } from '../subjects/fleet.ts';
import { fromMigrations } from '../subjects/migrations.ts';
import { inParallel } from '../subjects/parallel.ts';
import { type Shard, shareOf } from '../subjects/shard.ts';
import { fromSnapshot } from '../subjects/snapshot-file.ts';
import type { Subject } from '../subjects/subject.ts';
import { fromUrl } from '../subjects/url.ts';
import { type ConfigurationOptions, configurationFor } from './configuration.ts';
import { reportIn } from './merge.ts';
import { type OutputOptions, printReport } from './output.ts';

export interface AuditOptions extends OutputOptions, ConfigurationOptions {
  readonly fleet: readonly string[];
  readonly shard?: Shard;
  readonly migrations: readonly string[];
  readonly snapshot: readonly string[];
  readonly probe?: 'shadow' | 'live';
  readonly fix?: boolean;
  readonly statements?: boolean;
  readonly save?: string;
  readonly baseline?: string;
}

const subjectsOf = (urls: readonly string[], { fleet, migrations, snapshot, shard }: AuditOptions): readonly Subject[] => {
  const subjects = [...urls.map((url) => fromUrl(url)), ...fleet.flatMap(fromFleet), ...snapshot.map(fromSnapshot), ...(migrations.length > 0 ? [fromMigrations(migrations)] : [])];
  if (subjects.length === 0) throw new UsageError('there is nothing to audit: give the URL of a database, --fleet, --migrations or --snapshot');
  return shard ? shareOf(subjects, shard) : subjects;
};

const unknownRole = (snapshot: Snapshot, { database }: Configuration): string | undefined => database?.runtimeRoles?.find((name) => !snapshot.roles.some((r) => r.name === name));

/** A declared membership that the database has not. */
const unknownMember = (snapshot: Snapshot, configuration: Configuration): string | undefined => {
  for (const { table, tenant, user } of membershipsOf(configuration)) {
    const found = snapshot.relations.find((r) => keyOf(r) === table);
    if (!found) return `tenant.members names the table ${table}, which is not there`;
    const missing = [tenant, user].find((column) => !found.columns.some((c) => c.name === column));
    if (missing !== undefined) return `tenant.members names the column ${missing} of ${table}, which has ${found.columns.map((c) => c.name).join(', ')}`;
  }
  return undefined;
};

/** What was done with a copy of the database, or with the server itself. */
interface Tested {
  readonly probed?: Probe;
  readonly differences: readonly string[];
  readonly repairs?: readonly Repair[];
}

const usesShadow = ({ probe: where, fix }: AuditOptions): boolean => where === 'shadow' || fix === true;

const onShadow = async (audit: Audit, configuration: Configuration, { probe: where, fix }: AuditOptions): Promise<Tested> => {
  const shadow = await rebuild(audit.facts.snapshot);
  try {
    const probed = where === 'shadow' ? await probe(audit.facts, shadow) : undefined;
    const repairs = fix === true ? await tryRepairs(audit, shadow, configuration, probed) : undefined;
    return { differences: shadow.differences, ...(probed && { probed }), ...(repairs && { repairs }) };
  } finally {
    await shadow.database.close();
  }
};

const onServer = (subject: Subject, audit: Audit): Promise<Probe> => {
  if (!subject.connected) throw new UsageError(`--probe live asks a server, and ${subject.name} is none; --probe shadow needs none`);
  return subject.connected((connection) => probeLive(connection, audit.facts));
};

/** What the server says it ran, judged; or why it does not say. */
const recorded = async (subject: Subject, { facts }: Audit): Promise<ReturnType<typeof judgeStatements> | string> => {
  if (!subject.connected) throw new UsageError(`--statements asks a server what it ran, and ${subject.name} is none`);
  const statements = await subject.connected((connection) => readStatements(connection, facts.snapshot));
  return statements ? judgeStatements(facts, statements) : 'the extension pg_stat_statements is not in this database, so nobody knows what ran; create extension pg_stat_statements, and name it in shared_preload_libraries';
};

const reportOn = async (subject: Subject, audit: Audit, configuration: Configuration, options: AuditOptions): Promise<DatabaseReport> => {
  const live = options.probe === 'live' ? await onServer(subject, audit) : undefined;
  const tested: Tested = usesShadow(options) ? await onShadow(audit, configuration, options) : { differences: [] };
  const probed = live ?? tested.probed;
  const judged = options.statements === true ? await recorded(subject, audit) : undefined;
  const shown = probed ? withProbe(audit, probed) : audit;
  const report = databaseReport(subject.name, judged && typeof judged !== 'string' ? { ...shown, findings: [...shown.findings, ...judged.findings] } : shown);
  return {
    ...report,
    ...(typeof judged === 'string' && { incomplete: [{ message: judged }] }),
    ...(judged && typeof judged !== 'string' && { statements: judged.counts }),
    ...(probed && { probe: probeReport(probed, tested.differences) }),
    ...(tested.repairs && { repairs: tested.repairs.map(repairReport) }),
  };
};

type Auditor = ReturnType<typeof openAuditor>;

const judgeRead = async (subject: Subject, auditor: Auditor, configuration: Configuration, options: AuditOptions): Promise<DatabaseReport> => {
  const read = await subject.read();
  if (options.save !== undefined) writeReport(`${JSON.stringify(read.snapshot)}\n`, options.save);
  const unknown = unknownRole(read.snapshot, configuration);
  if (unknown !== undefined) return unreadReport(subject.name, `the role ${unknown} of database.runtimeRoles is not there; its roles are ${read.snapshot.roles.filter((r) => !r.name.startsWith('pg_')).map((r) => r.name).join(', ')}`);
  const member = unknownMember(read.snapshot, configuration);
  if (member !== undefined) return unreadReport(subject.name, member);
  const report = await reportOn(subject, auditor(read.snapshot), configuration, options);
  return { ...report, assumptions: [...report.assumptions, ...read.assumptions], incomplete: [...report.incomplete, ...read.incomplete.map((message) => ({ message }))] };
};

const judge = async (...[subject, ...rest]: Parameters<typeof judgeRead>): Promise<DatabaseReport> => {
  try {
    return await judgeRead(subject, ...rest);
  } catch (error) {
    if (error instanceof Unreachable) return unreadReport(subject.name, error.message);
    throw error;
  }
};

/** Audits each database; one that cannot be read does not keep the others from being judged. */
export const audit = async (urls: readonly string[], given: AuditOptions): Promise<ExitCode> => {
  const options = given.format === 'sql' ? { ...given, fix: true } : given;
  const subjects = subjectsOf(urls, options);
  if (options.save !== undefined && subjects.length !== 1) throw new UsageError('--save writes one snapshot: audit one database at a time');
  const baseline = options.baseline === undefined ? undefined : reportIn('--baseline', options.baseline);
  const { configuration, file } = configurationFor(options);
  if (options.probe !== undefined && (configuration.tenant?.members ?? []).length > 0) throw new UsageError('--probe does not know yet who is a member of which tenant (tenant.members); leave one of the two out');
  if (!usesShadow(options)) expectOne();
  await loadParser();
  const progress = await openProgress('databases');
  let done = 0;
  const auditor = openAuditor(configuration);
  const databases = await inParallel(subjects, async (subject) => {
    const report = await judge(subject, auditor, configuration, options);
    progress.report((done += 1), subjects.length);
    return baseline ? withoutKnown(report, baseline) : report;
  });
  progress.stop();
  if (file === undefined && options.format !== 'pretty') note('no tenantscope.config was found: everything is assumed');
  return printReport(auditReport(databases, options.shard), options);
};
