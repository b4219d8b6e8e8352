import { repository, type SarifRule, sarifText } from '@tenantscope/core';
import type { Check, Finding, Severity } from '../checks/check.ts';
import type { AuditReport } from './report.ts';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { error: 'error', warning: 'warning', info: 'note' };

/** `public.docs`, `role app_rw`: what stands in the place of a file and line. */
const qualified = ({ object: { kind, schema, name } }: Finding): string => (schema === undefined ? `${kind} ${name}` : `${schema}.${name}`);

const ruleOf = (check: Check): SarifRule => ({
  id: check.id,
  shortDescription: { text: check.title },
  helpUri: `${repository}/blob/main/packages/rls-auditor/src/checks/${check.id}/check.md`,
  defaultConfiguration: { level: levels[check.severity] },
  properties: { threat: check.threat, mechanisms: check.mechanisms },
});

const resultOf = (database: string, f: Finding) => ({
  ruleId: f.rule,
  level: levels[f.severity],
  message: { text: `${f.message}: ${f.why}${f.fix === undefined ? '' : `\n\nRepair:\n${f.fix}`}` },
  locations: [{ logicalLocations: [{ name: f.object.name, fullyQualifiedName: `${database} ${qualified(f)}`, kind: f.object.kind }] }],
  partialFingerprints: { 'finding/v1': `${f.rule} ${database} ${f.object.kind} ${qualified(f)}` },
  properties: { threat: f.threat },
});

/** SARIF 2.1.0. A database that was not read is an execution that did not succeed. */
export const renderSarif = ({ databases }: AuditReport, checks: readonly Check[], version: string): string =>
  sarifText({
    tool: 'rls-audit',
    version,
    rules: checks.map(ruleOf),
    notifications: databases.flatMap((d) => d.incomplete.map((i) => ({ level: 'error' as const, message: { text: `${d.name}: ${i.message}` } }))),
    results: databases.flatMap((d) => d.findings.map((f) => resultOf(d.name, f))),
  });
