import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { suppressionProblem } from '../suppression/problem.ts';
import { checkReport, type CheckRun, type FiledSuppression, type JudgedSite } from './check-report.ts';
import { renderJson } from './json.ts';
import { renderCheck } from './pretty.ts';
import { plain, type Style } from './style.ts';
import { renderSuppressions, suppressionsReport } from './suppressions-report.ts';

const validator = (name: string) =>
  new Ajv({ allErrors: true }).compile(JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8')) as object);

const site: JudgedSite = { file: 'src/a.ts', line: 7, column: 3, function: 'revenue', operation: 'select', tables: ['orders'], verdict: 'unscoped', fingerprint: '0123456789abcdef', findings: [] };
const suppression = { rule: 'no-unscoped-query', category: 'system-job', reason: 'nightly totals', until: '2026-12-29', owner: '@ana' } as const;
const unproven = { refusal: { verdict: 'unproven', rule: 'unproven-flow', message: 'not followed', why: 'it is passed on' }, line: 7, column: 3, endLine: 7, endColumn: 9, trace: [] } as const;

const at = (line: number) => ({ file: 'src/a.ts', line, column: 1, endLine: line, endColumn: 30 });
const found: readonly FiledSuppression[] = [
  { ...at(20), state: 'invalid', problem: suppressionProblem('no-reason', 'say why the finding may stay') },
  { ...at(6), state: 'valid', suppression },
  { ...at(12), state: 'expired', suppression: { ...suppression, until: '2020-01-31' }, problem: suppressionProblem('expired', 'it held through 2020-01-31') },
  { ...at(9), state: 'valid', suppression: { ...suppression, until: '2026-12-30' } },
  { ...at(15), state: 'unused', suppression: { rule: 'unproven-flow', category: 'admin', reason: 'staff\nonly' }, problem: suppressionProblem('unused', 'remove it') },
  { ...at(18), state: 'valid', suppression: { ...suppression, until: '2026-11-29', owner: undefined } },
];
const run = (sites: readonly JudgedSite[], suppressions: readonly FiledSuppression[] = []): CheckRun => ({ sites, suppressions, incomplete: [], assumptions: [] });
const options = { style: plain, linesOf: () => undefined, pathOf: (file: string) => `app/${file}` };

describe('suppressions in the report of check', () => {
  const applied = { ...suppression, line: 6 };

  it('are counted, keep the verdict, and are said at the site', () => {
    const report = checkReport(run([{ ...site, suppressions: [applied] }, { ...site, line: 8, suppressions: [applied], findings: [unproven] }, { ...site, line: 9, suppressions: [], verdict: 'scoped' }]));
    expect(report.summary).toMatchObject({ sites: 3, scoped: 1, unscoped: 1, unproven: 0, suppressed: 1, escapes: 0 });
    expect(report.sites).toMatchObject([{ verdict: 'unscoped', suppressions: [applied] }, { verdict: 'unscoped', rule: 'unproven-flow', suppressions: [applied] }, { verdict: 'scoped' }]);
    expect(report.sites[0]).not.toHaveProperty('rule');
    expect(report.sites[2]).not.toHaveProperty('suppressions');
    expect(report.findings).toMatchObject([{ rule: 'unproven-flow', fingerprint: '0123456789abcdef' }]);
    const validate = validator('check');
    expect(validate(JSON.parse(renderJson(report))), JSON.stringify(validate.errors)).toBe(true);
  });

  it('are findings when something is wrong with them', () => {
    const report = checkReport(run([{ ...site, verdict: 'scoped' }], found));
    expect(report.findings).toMatchObject([12, 15, 20].map((line) => ({ rule: 'invalid-suppression', severity: 'error', file: 'src/a.ts', line })));
    const validate = validator('check');
    expect(validate(JSON.parse(renderJson(report))), JSON.stringify(validate.errors)).toBe(true);
    const tagged: Style = { ...plain, error: (t) => `E(${t})`, good: (t) => `G(${t})` };
    const text = renderCheck(report, { ...options, style: tagged });
    expect(text).toContain('app/src/a.ts:12:1  E(invalid-suppression)  this suppression has expired, so it suppresses nothing\n  why: it held through 2020-01-31\n');
    expect(text).not.toContain('G(');
  });
});

describe('the list of suppressions', () => {
  const report = suppressionsReport(found, checkReport({ ...run([site]), incomplete: [{ file: 'src/c.ts', line: 3, message: 'line 3 has a syntax error' }] }), '2026-11-29');

  it('renders for people', () => {
    expect(renderSuppressions(report, options)).toBe(`app/src/a.ts:6  valid  no-unscoped-query  system-job: nightly totals (until 2026-12-29, @ana: 30 days left)
app/src/a.ts:9  valid  no-unscoped-query  system-job: nightly totals (until 2026-12-30, @ana)
app/src/a.ts:12  expired  no-unscoped-query  system-job: nightly totals (until 2020-01-31, @ana)
  why: it held through 2020-01-31
app/src/a.ts:15  unused  unproven-flow  admin: staff only
  why: remove it
app/src/a.ts:18  valid  no-unscoped-query  system-job: nightly totals (until 2026-11-29: its last day)
app/src/a.ts:20  invalid  this suppression gives no reason, so it suppresses nothing
  why: say why the finding may stay
app/src/c.ts:3  not read  line 3 has a syntax error

6 suppressions: 3 valid, 1 expired, 1 unused, 1 invalid, 1 unreadable; 2 end within 30 days
`);
  });

  it('obeys its JSON Schema', () => {
    const validate = validator('suppressions');
    expect(validate(JSON.parse(renderJson(report))), JSON.stringify(validate.errors)).toBe(true);
    expect(report.suppressions[0]).toEqual({ ...at(6), state: 'valid', ...suppression, expiresInDays: 30 });
  });

  it('is short when there is none', () => {
    expect(renderSuppressions(suppressionsReport([], checkReport(run([site])), '2026-11-29'), options)).toBe('0 suppressions: 0 valid, 0 expired, 0 unused, 0 invalid, 0 unreadable\n');
  });
});
