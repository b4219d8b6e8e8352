import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { XMLParser } from 'fast-xml-parser';
import { SyntaxValidator } from 'fast-xml-validator';
import { describe, expect, it } from 'vitest';
import { renderGithub } from './check-github.ts';
import { renderJunit } from './check-junit.ts';
import { renderMarkdown } from './check-markdown.ts';
import { renderFindingsSarif, renderSarif } from './check-sarif.ts';
import { repository, sarifText } from './sarif.ts';
import type { CheckReport, ReportedFinding, ReportedSite } from './schema.ts';

const schemaFile = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
// It says draft 4, and uses nothing that later drafts read otherwise.
const schema = Object.fromEntries(Object.entries(JSON.parse(readFileSync(schemaFile, 'utf8')) as object).filter(([key]) => key !== '$schema' && key !== 'id'));
const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, allErrors: true }).compile(schema);

const place = { file: 'src/a b/ö#1.ts', line: 3, column: 5, endLine: 3, endColumn: 9 };
const finding: ReportedFinding = {
  ...place, rule: 'no-untrusted-tenant', verdict: 'unscoped', severity: 'error', message: 'rows of orders that belong to other tenants reach the result', why: 'the tenant comes from the request',
  function: 'list', tables: ['orders'], trace: [{ file: 'src/route.ts', line: 7, message: 'req.body comes from the request' }], fingerprint: 'f1',
};
const warning: ReportedFinding = { ...finding, rule: 'unproven-value', verdict: 'unproven', severity: 'warning', trace: [], fingerprint: 'f2', file: 'src/b.ts' };
const site = (more: Partial<ReportedSite>): ReportedSite => ({ file: 'src/c.ts', line: 1, column: 1, function: 'all', operation: 'select', tables: ['orders'], verdict: 'scoped', ...more });

const report: CheckReport = {
  version: 1,
  summary: { sites: 6, scoped: 1, unscoped: 2, unproven: 1, suppressed: 2, escapes: 1, unreadable: 1 },
  assumptions: ['the tenant column is tenant_id'],
  sites: [
    site({ verdict: 'unscoped', rule: 'no-untrusted-tenant', fingerprint: 'f1', file: finding.file }),
    site({ fingerprint: 'f3' }),
    site({ line: 9, verdict: 'unscoped', fingerprint: 'f4', suppressions: [{ rule: 'no-unscoped-query', category: 'system-job', reason: 'nightly', until: '2999-01-31', owner: '@ana', line: 8 }] }),
    site({ line: 20, verdict: 'unscoped', fingerprint: 'f5', escape: { reason: 'report', ticket: 'OPS-1', tables: ['orders'] } }),
  ],
  findings: [finding, warning],
  known: [{ ...warning, fingerprint: 'f6', known: 'baseline' }],
  incomplete: [{ file: 'src/d.ts', line: 2, message: 'a syntax error' }],
};
const empty: CheckReport = { version: 1, summary: { sites: 0, scoped: 0, unscoped: 0, unproven: 0, suppressed: 0, escapes: 0, unreadable: 0 }, assumptions: [], sites: [], findings: [], incomplete: [] };
const pathOf = (file: string): string => `apps/api/${file}`;

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex?: number;
  readonly kind: string;
  readonly baselineState?: string;
  readonly suppressions?: readonly { readonly justification: string }[];
  readonly partialFingerprints?: Readonly<Record<string, string>>;
}
const runOf = (text: string) => {
  const log = JSON.parse(text) as { readonly runs: readonly [{ readonly results: readonly SarifResult[]; readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } }; readonly invocations: readonly { readonly executionSuccessful: boolean }[] }] };
  isSarif(log);
  expect(isSarif.errors ?? []).toEqual([]);
  return log.runs[0];
};

describe('SARIF', () => {
  const sarif = (r: CheckReport) => runOf(renderSarif(r, { version: '1.0.0', pathOf }));
  const run = sarif(report);

  it('is valid, also of nothing', () => {
    expect(sarif(empty).results).toEqual([]);
  });

  it('is refused by the schema when it is wrong', () => {
    isSarif(JSON.parse(sarifText({ tool: 'x', version: '1', rules: [], notifications: [], results: [{ kind: 'maybe' }] })));
    expect(isSarif.errors?.length).toBeGreaterThan(0);
  });

  it('has findings, what is known, what somebody answers for, and what is proved', () => {
    expect(run.results.map((r) => [r.ruleId, r.kind, r.baselineState, r.suppressions?.[0]?.justification])).toEqual([
      ['no-untrusted-tenant', 'fail', undefined, undefined],
      ['unproven-value', 'fail', undefined, undefined],
      ['unproven-value', 'fail', 'unchanged', 'in the baseline'],
      ['no-unscoped-query', 'fail', undefined, 'system-job: nightly (until 2999-01-31) (@ana)'],
      ['no-undeclared-escape', 'review', undefined, 'report (ticket OPS-1)'],
      ['no-unscoped-query', 'pass', undefined, undefined],
    ]);
  });

  it('leads from the source of the tenant to the query, by addresses from the root', () => {
    expect(run.results[0]).toMatchObject({
      locations: [{ physicalLocation: { artifactLocation: { uri: 'apps/api/src/a%20b/%C3%B6%231.ts' }, region: { startLine: 3, startColumn: 5, endColumn: 9 } }, logicalLocations: [{ fullyQualifiedName: 'list' }] }],
      codeFlows: [{ threadFlows: [{ locations: [{ location: { message: { text: 'req.body comes from the request' }, physicalLocation: { artifactLocation: { uri: 'apps/api/src/route.ts' } } } }, { location: { message: { text: finding.message } } }] }] }],
    });
    expect(run.results[1]).not.toHaveProperty('codeFlows');
  });

  it('knows a finding by its query, wherever that stands', () => {
    const moved = sarif({ ...report, findings: [{ ...finding, file: 'src/z.ts', line: 99, endLine: 99 }] });
    expect(moved.results[0]?.partialFingerprints).toEqual(run.results[0]?.partialFingerprints);
    expect(Object.keys(run.results[0]?.partialFingerprints ?? {})).toContain('primaryLocationLineHash');
    expect(sarif({ ...report, findings: [{ ...finding, tables: ['users'] }] }).results[0]?.partialFingerprints).not.toEqual(run.results[0]?.partialFingerprints);
  });

  it('names rules by their place in the list', () => {
    for (const { ruleId, ruleIndex = -1 } of run.results) expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  });

  it('says when not everything was read', () => {
    expect([run.invocations[0]?.executionSuccessful, sarif(empty).invocations[0]?.executionSuccessful]).toEqual([false, true]);
  });

  it('holds the most serious findings alone for GitHub, and says what it leaves out', () => {
    const text = renderFindingsSarif(report, { version: '1.0.0', pathOf }, 1);
    expect(runOf(text).results.map((r) => r.ruleId)).toEqual(['no-untrusted-tenant']);
    expect(text).toContain('1 less serious findings are left out');
    expect(runOf(renderFindingsSarif(report, { version: '1.0.0', pathOf }, 5)).results).toHaveLength(2);
    expect(text).toContain(repository);
  });
});

describe('JUnit', () => {
  const parse = (r: CheckReport) => {
    const text = renderJunit(r);
    expect(SyntaxValidator.validate(text)).toBe(true);
    return new XMLParser({ ignoreAttributes: false, isArray: (name) => ['testsuite', 'testcase'].includes(name) }).parse(text) as { readonly testsuites: Readonly<Record<string, unknown>> };
  };

  it('counts failures, what is skipped and what was not read', () => {
    expect(parse(report).testsuites).toMatchObject({ '@_tests': '7', '@_failures': '2', '@_errors': '1', '@_skipped': '3' });
    expect(parse(empty).testsuites).toMatchObject({ '@_tests': '0' });
  });

  it('takes any text', () => {
    const wild = '<b a="1">&amp;\u0000\ud800 ]]>';
    const { testsuites } = parse({ ...report, findings: [{ ...finding, message: wild, why: wild, file: wild, function: wild }] });
    expect(JSON.stringify(testsuites)).toContain(JSON.stringify('<b a="1">&amp; ]]>').slice(1, -1));
  });
});

describe('commands for GitHub', () => {
  it('annotates findings where they stand, what was not read first', () => {
    expect(renderGithub(report, { pathOf }).split('\n')).toEqual([
      '::error file=apps/api/src/d.ts,line=2,title=not read::a syntax error',
      '::error file=apps/api/src/a b/ö#1.ts,line=3,endLine=3,col=5,endColumn=9,title=no-untrusted-tenant::rows of orders that belong to other tenants reach the result: the tenant comes from the request',
      '::warning file=apps/api/src/b.ts,line=3,endLine=3,col=5,endColumn=9,title=unproven-value::rows of orders that belong to other tenants reach the result: the tenant comes from the request',
      'not shown: 1 finding of the baseline',
      '6 query sites: 1 scoped, 2 unscoped, 1 unproven, 2 suppressed, 1 unreadable (16.6 % proved); 1 escape (crossTenant)',
      '',
    ]);
  });

  it('lets no text begin a command of its own', () => {
    const text = renderGithub({ ...empty, findings: [{ ...finding, message: 'a\n::set-env name=X::%0A1', file: 'a,line=9:b\n.ts' }] }, { pathOf: (f) => f });
    expect(text.split('\n').filter((l) => l.startsWith('::'))).toHaveLength(1);
    expect(text).toContain('file=a%2Cline=9%3Ab%0A.ts,');
    expect(text).toContain('%250A1');
  });

  it('shows what GitHub shows, and counts the rest', () => {
    const many = Array.from({ length: 30 }, (_, i) => ({ ...finding, line: i + 1, endLine: i + 1 }));
    const lines = renderGithub({ ...empty, findings: [...many, ...many.map((f) => ({ ...f, severity: 'warning' as const }))] }, { pathOf }).split('\n');
    expect(['::error', '::warning', '::notice'].map((c) => lines.filter((l) => l.startsWith(c)).length)).toEqual([10, 10, 1]);
    expect(lines.find((l) => l.startsWith('::notice'))).toContain('40 more findings');
  });
});

describe('Markdown', () => {
  it('says first what was not read', () => {
    const text = renderMarkdown(report, { pathOf });
    expect(text.split('\n')[0]).toBe('### ⛔ tenantscope: incomplete');
    expect(text).toContain('apps/api/src/d.ts');
    expect(text).toContain('6 query sites: 1 scoped');
    expect(text).toContain('not shown: 1 finding of the baseline');
  });

  it.each<[string, CheckReport, string]>([
    ['findings', { ...report, incomplete: [] }, '### ❌ tenantscope: 2 findings'],
    ['nothing new', { ...report, incomplete: [], findings: [] }, '### ✅ tenantscope: nothing new'],
    ['a proof of all', { ...empty, summary: { ...empty.summary, sites: 2, scoped: 1, suppressed: 1 } }, '### ✅ tenantscope: every query is proved to stay inside one tenant'],
  ])('tells %s', (_, given, title) => {
    expect(renderMarkdown(given, { pathOf }).split('\n')[0]).toBe(title);
  });

  it('links where there is an address', () => {
    expect(renderMarkdown({ ...report, findings: [warning] }, { pathOf, linkOf: (path, line) => `https://git/${path}#L${line}` })).toContain('](https://git/apps/api/src/b.ts#L3)');
  });

  it('mentions nobody, and lets no text be markup', () => {
    const text = renderMarkdown({ ...empty, findings: [{ ...finding, message: '@everyone | <img src=x> [a](https://evil) `x` \n# h' }] }, { pathOf });
    expect(text).not.toMatch(/@everyone|<img|\]\(https|\n# h/);
    expect(text.split('\n').filter((l) => l.startsWith('| ❌'))).toHaveLength(1);
  });

  it('fits into a comment of GitHub, whatever it holds', () => {
    const wild = '@|<'.repeat(10_000);
    const many = Array.from({ length: 5000 }, () => ({ ...finding, message: wild, why: wild, file: `src/${'x'.repeat(200)}.ts` }));
    const text = renderMarkdown({ ...report, findings: many, incomplete: many.map(() => ({ file: 'x', message: wild })) }, { pathOf, linkOf: (path) => `https://github.com/a/b/blob/${'0'.repeat(40)}/${path}` });
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/and 49\d\d more, which/);
  });
});
