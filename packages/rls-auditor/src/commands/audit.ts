import { readFileSync, writeFileSync } from 'node:fs';
import { exitCode, type ExitCode, filesOf, loadConfiguration, note, readFailure, readText, shownPath, styleFor, UsageError, writeReport } from '@tenantscope/command';
import { type Configuration, loadSqlReader } from '@tenantscope/core';
import { auditSnapshot } from '../audit.ts';
import { BadUrl, databaseName, snapshotOf, Unreachable } from '../catalog/connect.ts';
import { migrate } from '../catalog/migrations.ts';
import type { Snapshot } from '../catalog/snapshot.ts';
import { renderAudit } from '../report/pretty.ts';
import { type AuditReport, auditReport, databaseReport, type DatabaseReport, unreadReport } from '../report/report.ts';

export interface AuditOptions {
  readonly migrations: readonly string[];
  readonly snapshot: readonly string[];
  readonly role: readonly string[];
  readonly config?: string;
  readonly save?: string;
  readonly format: 'pretty' | 'json';
  readonly output?: string;
  readonly matrix: boolean;
}

/** A database to be audited, whatever it comes from. */
interface Subject {
  readonly name: string;
  readonly read: () => Promise<Read>;
}

interface Read {
  readonly snapshot: Snapshot;
  readonly incomplete: readonly string[];
  readonly assumptions: readonly string[];
}

const whole = (snapshot: Snapshot): Read => ({ snapshot, incomplete: [], assumptions: [] });

const fromUrl = (url: string): Subject => {
  try {
    return { name: databaseName(url), read: async () => whole(await snapshotOf(url)) };
  } catch (error) {
    // The URL itself may hold a password, so it is not repeated.
    if (error instanceof BadUrl) throw new UsageError(`an argument is not understood: ${error.message}`);
    throw error;
  }
};

const parseSnapshot = (file: string): Snapshot => {
  let text: string;
  try {
    text = readText(file);
  } catch (error) {
    const reason = readFailure(error);
    if (reason === undefined) throw error;
    throw new UsageError(`--snapshot ${file}: ${reason}`);
  }
  try {
    const parsed = JSON.parse(text) as Partial<Snapshot> | null;
    if (parsed?.version === 1 && Array.isArray(parsed.relations) && Array.isArray(parsed.roles)) return parsed as Snapshot;
  } catch {
    // Said below.
  }
  throw new UsageError(`--snapshot ${file}: it is not a snapshot of version 1; make one with rls-audit <url> --save ${file}`);
};

const fromSnapshot = (file: string): Subject => {
  const snapshot = parseSnapshot(file);
  return { name: shownPath(file), read: () => Promise.resolve(whole(snapshot)) };
};

const fromMigrations = (globs: readonly string[]): Subject => {
  const empty = globs.find((glob) => filesOf(glob, process.cwd()).length === 0);
  if (empty !== undefined) throw new UsageError(`--migrations: no file matches ${empty}`);
  const files = filesOf(globs, process.cwd()).map((file) => ({ name: shownPath(file), text: readFileSync(file, 'utf8') }));
  return {
    name: globs.join(', '),
    read: async () => {
      const { snapshot, refused, assumptions } = await migrate(files);
      return { snapshot, assumptions, incomplete: refused.map((r) => `${r.file}:${String(r.line)}: ${r.message}`) };
    },
  };
};

const subjectsOf = (urls: readonly string[], { migrations, snapshot }: AuditOptions): readonly Subject[] => {
  const subjects = [...urls.map(fromUrl), ...snapshot.map(fromSnapshot), ...(migrations.length > 0 ? [fromMigrations(migrations)] : [])];
  if (subjects.length === 0) throw new UsageError('there is nothing to audit: give the URL of a database, --migrations or --snapshot');
  return subjects;
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
  if (save !== undefined) writeFileSync(save, `${JSON.stringify(read.snapshot)}\n`);
  const unknown = unknownRole(read.snapshot, configuration);
  if (unknown !== undefined) return unreadReport(subject.name, `the role ${unknown} of database.runtimeRoles is not there; its roles are ${read.snapshot.roles.filter((r) => !r.name.startsWith('pg_')).map((r) => r.name).join(', ')}`);
  const report = databaseReport(subject.name, auditSnapshot(read.snapshot, configuration));
  return { ...report, assumptions: [...report.assumptions, ...read.assumptions], incomplete: read.incomplete.map((message) => ({ message })) };
};

const codeOf = ({ summary }: AuditReport): ExitCode => {
  if (summary.incomplete > 0) return exitCode.incomplete;
  return summary.error + summary.warning > 0 ? exitCode.findings : exitCode.clean;
};

/** Audits each database, one after the other; one that cannot be read does not keep the others from being judged. */
export const audit = async (urls: readonly string[], options: AuditOptions): Promise<ExitCode> => {
  const subjects = subjectsOf(urls, options);
  if (options.save !== undefined && subjects.length > 1) throw new UsageError('--save writes one snapshot: audit one database at a time');
  const { configuration, file } = await loadConfiguration(process.cwd(), options.config);
  await loadSqlReader();
  const databases: DatabaseReport[] = [];
  for (const subject of subjects) databases.push(await judge(subject, withRoles(configuration, options.role), options.save));
  const report = auditReport(databases);
  const style = styleFor(options.output === undefined ? process.stdout : {}, process.env);
  writeReport(options.format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : renderAudit(report, style, { matrix: options.matrix }), options.output);
  if (file === undefined && options.format === 'json') note('no tenantscope.config was found: everything is assumed');
  return codeOf(report);
};
