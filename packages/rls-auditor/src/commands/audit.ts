import { type ExitCode, loadConfiguration, note, openProgress, UsageError, writeReport } from '@tenantscope/command';
import { type Configuration, loadSqlReader } from '@tenantscope/core';
import { auditSnapshot } from '../audit.ts';
import { Unreachable } from '../catalog/connect.ts';
import type { Snapshot } from '../catalog/snapshot.ts';
import { withoutKnown } from '../report/baseline.ts';
import { auditReport, databaseReport, type DatabaseReport, unreadReport } from '../report/report.ts';
import { fromFleet } from '../subjects/fleet.ts';
import { fromMigrations } from '../subjects/migrations.ts';
import { inParallel } from '../subjects/parallel.ts';
import { type Shard, shareOf } from '../subjects/shard.ts';
import { fromSnapshot } from '../subjects/snapshot-file.ts';
import type { Read, Subject } from '../subjects/subject.ts';
import { fromUrl } from '../subjects/url.ts';
import { reportIn } from './merge.ts';
import { type OutputOptions, printReport } from './output.ts';

export interface AuditOptions extends OutputOptions {
  readonly fleet: readonly string[];
  readonly shard?: Shard;
  readonly migrations: readonly string[];
  readonly snapshot: readonly string[];
  readonly role: readonly string[];
  readonly config?: string;
  readonly save?: string;
  readonly baseline?: string;
}

const subjectsOf = (urls: readonly string[], { fleet, migrations, snapshot, shard }: AuditOptions): readonly Subject[] => {
  const subjects = [...urls.map((url) => fromUrl(url)), ...fleet.flatMap(fromFleet), ...snapshot.map(fromSnapshot), ...(migrations.length > 0 ? [fromMigrations(migrations)] : [])];
  if (subjects.length === 0) throw new UsageError('there is nothing to audit: give the URL of a database, --fleet, --migrations or --snapshot');
  return shard ? shareOf(subjects, shard) : subjects;
};

const withRoles = (configuration: Configuration, roles: readonly string[]): Configuration =>
  roles.length === 0 ? configuration : { ...configuration, database: { ...configuration.database, runtimeRoles: [...roles] } };

const unknownRole = (snapshot: Snapshot, { database }: Configuration): string | undefined => database?.runtimeRoles?.find((name) => !snapshot.roles.some((r) => r.name === name));

const judge = async (subject: Subject, configuration: Configuration, save: string | undefined): Promise<DatabaseReport> => {
  let read: Read;
  try {
    read = await subject.read();
  } catch (error) {
    if (error instanceof Unreachable) return unreadReport(subject.name, error.message);
    throw error;
  }
  if (save !== undefined) writeReport(`${JSON.stringify(read.snapshot)}\n`, save);
  const unknown = unknownRole(read.snapshot, configuration);
  if (unknown !== undefined) return unreadReport(subject.name, `the role ${unknown} of database.runtimeRoles is not there; its roles are ${read.snapshot.roles.filter((r) => !r.name.startsWith('pg_')).map((r) => r.name).join(', ')}`);
  const report = databaseReport(subject.name, auditSnapshot(read.snapshot, configuration));
  return { ...report, assumptions: [...report.assumptions, ...read.assumptions], incomplete: read.incomplete.map((message) => ({ message })) };
};

/** Audits each database; one that cannot be read does not keep the others from being judged. */
export const audit = async (urls: readonly string[], options: AuditOptions): Promise<ExitCode> => {
  const subjects = subjectsOf(urls, options);
  if (options.save !== undefined && subjects.length !== 1) throw new UsageError('--save writes one snapshot: audit one database at a time');
  const baseline = options.baseline === undefined ? undefined : reportIn('--baseline', options.baseline);
  const { configuration, file } = await loadConfiguration(process.cwd(), options.config);
  await loadSqlReader();
  const progress = await openProgress('databases');
  let done = 0;
  const databases = await inParallel(subjects, async (subject) => {
    const report = await judge(subject, withRoles(configuration, options.role), options.save);
    progress.report((done += 1), subjects.length);
    return baseline ? withoutKnown(report, baseline) : report;
  });
  progress.stop();
  if (file === undefined && options.format !== 'pretty') note('no tenantscope.config was found: everything is assumed');
  return printReport(auditReport(databases, options.shard), options);
};
