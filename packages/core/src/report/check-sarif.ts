import { rules } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import { escapeText } from './pretty.ts';
import { repository, type SarifNotification, type SarifRule, sarifText } from './sarif.ts';
import type { CheckReport, Incomplete, KnownFinding, ReportedFinding, ReportedSite } from './schema.ts';

export interface SarifOptions {
  readonly version: string;
  /** A file of the report as seen from the root of the repository. */
  readonly pathOf: (file: string) => string;
}

type PathOf = SarifOptions['pathOf'];

const uriOf = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

const physical = ({ file, line, column, endLine, endColumn }: Place, pathOf: PathOf) => ({
  artifactLocation: { uri: uriOf(pathOf(file)), uriBaseId: '%SRCROOT%' },
  region: { startLine: line, ...(column !== undefined && { startColumn: column }), ...(endLine !== undefined && { endLine }), ...(endColumn !== undefined && { endColumn }) },
});

const locationsOf = (site: Place & { readonly function: string }, pathOf: PathOf) => [
  { physicalLocation: physical(site, pathOf), ...(site.function !== '' && { logicalLocations: [{ fullyQualifiedName: site.function, kind: 'function' }] }) },
];

/** GitHub sorts alerts by it: a proof of the opposite is high, an open question medium. */
const securitySeverity = { unscoped: '8.5', unproven: '5.0' } as const;

const ruleOf = ({ id, title, verdict, severity, explain }: Rule): SarifRule => ({
  id,
  shortDescription: { text: title },
  fullDescription: { text: title },
  help: { text: explain, markdown: explain },
  helpUri: `${repository}/blob/main/docs/rules/${id}.md`,
  defaultConfiguration: { level: severity },
  properties: { tags: ['security', 'multi-tenancy'], precision: verdict === 'unscoped' ? 'high' : 'medium', 'problem.severity': severity, 'security-severity': securitySeverity[verdict] },
});

const ruleIndex: ReadonlyMap<string, number> = new Map(rules.map((rule, i) => [rule.id, i]));

const named = (rule: string) => ({ ruleId: rule, ...(ruleIndex.has(rule) && { ruleIndex: ruleIndex.get(rule) }) });

/** From where the value, or the row, comes to the query. */
const codeFlows = (finding: ReportedFinding, pathOf: PathOf) => {
  const steps: readonly (Place & { readonly message: string })[] = [...finding.trace, finding];
  const locations = steps.map((step) => ({ location: { physicalLocation: physical(step, pathOf), message: { text: step.message } } }));
  return finding.trace.length === 0 ? {} : { codeFlows: [{ threadFlows: [{ locations }] }] };
};

/** What a query is known by, whatever lines stand above it: its function, text and tables. GitHub compares the first of the two. */
const fingerprints = (rule: string, fingerprint: string | undefined, tables: readonly string[]) => {
  if (fingerprint === undefined) return {};
  const key = [rule, fingerprint, ...[...tables].sort()].join(' ');
  return { partialFingerprints: { primaryLocationLineHash: key, 'tenantscopeSite/v1': key } };
};

const findingResult = (finding: ReportedFinding, pathOf: PathOf) => ({
  ...named(finding.rule),
  kind: 'fail',
  level: finding.severity,
  message: { text: `${finding.message}: ${finding.why}` },
  locations: locationsOf(finding, pathOf),
  ...codeFlows(finding, pathOf),
  ...fingerprints(finding.rule, finding.fingerprint, finding.tables),
  properties: { verdict: finding.verdict, tables: finding.tables },
});

const reasons = { baseline: 'in the baseline', unchanged: 'there before the change' } as const;

const knownResult = (finding: KnownFinding, pathOf: PathOf) => ({
  ...findingResult(finding, pathOf),
  baselineState: 'unchanged',
  ...(finding.known === 'baseline' && { suppressions: [{ kind: 'external', status: 'accepted', justification: reasons.baseline }] }),
});

const suppressedResults = (site: ReportedSite, pathOf: PathOf) =>
  (site.suppressions ?? []).map(({ rule, category, reason, until, owner, line }) => ({
    ...named(rule),
    kind: 'fail',
    level: 'warning',
    message: { text: `${site.operation} is ${site.verdict}, and suppressed` },
    locations: locationsOf(site, pathOf),
    ...fingerprints(rule, site.fingerprint, site.tables),
    suppressions: [
      {
        kind: 'inSource',
        status: 'accepted',
        justification: `${category}: ${reason}${until === undefined ? '' : ` (until ${until})`}${owner === undefined ? '' : ` (${owner})`}`,
        location: { physicalLocation: physical({ file: site.file, line }, pathOf) },
      },
    ],
    properties: { verdict: site.verdict, tables: site.tables },
  }));

const escapeResult = (site: ReportedSite, pathOf: PathOf) =>
  site.escape === undefined || site.rule !== undefined
    ? []
    : [
        {
          ...named('no-undeclared-escape'),
          kind: 'review',
          level: 'none',
          message: { text: `${site.operation} is declared to read several tenants' rows` },
          locations: locationsOf(site, pathOf),
          suppressions: [{ kind: 'inSource', status: 'accepted', justification: escapeText(site.escape) }],
          properties: { verdict: site.verdict, tables: site.escape.tables },
        },
      ];

const passResult = (site: ReportedSite, pathOf: PathOf) => ({
  ...named('no-unscoped-query'),
  kind: 'pass',
  level: 'none',
  message: { text: `${site.operation} is proved to stay inside one tenant` },
  locations: locationsOf(site, pathOf),
  ...fingerprints('no-unscoped-query', site.fingerprint, site.tables),
  properties: { verdict: site.verdict, tables: site.tables },
});

const unread = ({ file, line = 1, message }: Incomplete, pathOf: PathOf): SarifNotification => ({
  level: 'error',
  message: { text: `not read: ${message}` },
  ...(file !== undefined && { locations: [{ physicalLocation: physical({ file, line }, pathOf) }] }),
});

const notificationsOf = ({ incomplete, assumptions }: CheckReport, pathOf: PathOf): readonly SarifNotification[] => [
  ...incomplete.map((i) => unread(i, pathOf)),
  ...assumptions.map((text): SarifNotification => ({ level: 'note', message: { text: `assumed: ${text}` } })),
];

/** SARIF 2.1.0 with everything a run knows: findings, what answers for others, and what is proved (`kind: pass`). */
export const renderSarif = (report: CheckReport, { version, pathOf }: SarifOptions): string =>
  sarifText({
    tool: 'tenantscope',
    version,
    rules: rules.map(ruleOf),
    notifications: notificationsOf(report, pathOf),
    results: [
      ...report.findings.map((f) => findingResult(f, pathOf)),
      ...(report.known ?? []).map((f) => knownResult(f, pathOf)),
      ...report.sites.flatMap((s) => [...suppressedResults(s, pathOf), ...escapeResult(s, pathOf)]),
      ...report.sites.filter((s) => s.verdict === 'scoped').map((s) => passResult(s, pathOf)),
    ],
  });

/** SARIF with the most serious findings alone: GitHub makes an alert of every result, whatever its kind, and takes 5,000. */
export const renderFindingsSarif = (report: CheckReport, { version, pathOf }: SarifOptions, limit: number): string => {
  const left = report.findings.length - limit;
  return sarifText({
    tool: 'tenantscope',
    version,
    rules: rules.map(ruleOf),
    notifications: [...notificationsOf(report, pathOf), ...(left > 0 ? [{ level: 'warning' as const, message: { text: `${left} less serious findings are left out` } }] : [])],
    results: report.findings.slice(0, limit).map((f) => findingResult(f, pathOf)),
  });
};
