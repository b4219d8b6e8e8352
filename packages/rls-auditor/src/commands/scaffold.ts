import { exitCode, type ExitCode, loadParser, note, UsageError, writeReport } from '@tenantscope/command';
import { oneLine } from '@tenantscope/core';
import { Unreachable } from '../catalog/connect.ts';
import { scaffold } from '../scaffold/scaffold.ts';
import { subjectOf } from '../subjects/any.ts';
import { type ConfigurationOptions, configurationFor } from './configuration.ts';

export interface ScaffoldOptions extends ConfigurationOptions {
  readonly output?: string;
}

/** `rls-audit scaffold`: a migration with the policies, grants, roles and the tenant function that are missing. */
export const write = async (from: string, options: ScaffoldOptions): Promise<ExitCode> => {
  const subject = subjectOf(from);
  const { configuration, file } = configurationFor(options);
  if (file === undefined) throw new UsageError('scaffold has to know which column holds the tenant: write a tenantscope.config, for example { "tenant": { "column": "tenant_id", "root": "tenants.id" } }');
  await loadParser();
  try {
    const { snapshot, incomplete } = await subject.read();
    const { parts, remaining } = await scaffold(snapshot, configuration);
    for (const message of incomplete) note(`not read: ${message}`);
    for (const f of remaining) note(oneLine(`still found after it: ${f.severity} ${f.rule} at ${f.object.kind} ${f.object.name}: ${f.message}`));
    if (parts.length === 0) note('nothing is missing: every table of tenants has row security and policies');
    writeReport(parts.map(({ title, sql }) => `-- ${oneLine(title)}\n${sql}\n`).join('\n'), options.output);
    return incomplete.length > 0 ? exitCode.incomplete : exitCode.clean;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    note(`not read: ${error.message}`);
    return exitCode.incomplete;
  }
};
