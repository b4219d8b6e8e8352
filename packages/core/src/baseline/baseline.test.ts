import { describe, expect, it } from 'vitest';
import type { CheckReport, ReportedFinding } from '../report/schema.ts';
import { baselineOf, entriesOf, parseBaseline, renderBaseline } from './baseline.ts';
import { applyBaseline, prunedBaseline, withoutUnchanged } from './match.ts';
import { withMended } from './mended.ts';

const finding = (more: Partial<ReportedFinding> = {}): ReportedFinding => ({
  rule: 'no-unscoped-query', verdict: 'unscoped', severity: 'error', message: 'rows of orders that belong to other tenants reach the result', why: 'no condition ties orders.tenant_id to the trusted tenant',
  file: 'src/a.ts', line: 3, column: 5, endLine: 3, endColumn: 9, function: 'list', tables: ['orders'], trace: [], fingerprint: 'f1', ...more,
});
const reportOf = (findings: readonly ReportedFinding[], incomplete: CheckReport['incomplete'] = []): CheckReport => ({
  version: 1, summary: { sites: 9, scoped: 1, unscoped: 8, unproven: 0, suppressed: 0, escapes: 0, unreadable: incomplete.length }, assumptions: [], sites: [], findings, incomplete,
});
const made = (findings: readonly ReportedFinding[]) => baselineOf(entriesOf(reportOf(findings)));
const textOf = (findings: readonly ReportedFinding[]): string => renderBaseline(made(findings));

describe('a baseline', () => {
  it('holds an entry a line, in an order of its own, and is read as it was written', () => {
    const text = textOf([finding({ file: 'src/b.ts' }), finding({ tables: ['users', 'orders'] })]);
    expect(text).toBe(`{
  "version": 1,
  "entries": [
    {"rule":"no-unscoped-query","fingerprint":"f1","file":"src/a.ts","function":"list","tables":["orders","users"]},
    {"rule":"no-unscoped-query","fingerprint":"f1","file":"src/b.ts","function":"list","tables":["orders"]}
  ]
}
`);
    expect(renderBaseline(parseBaseline(text) as Exclude<ReturnType<typeof parseBaseline>, { problem: string }>)).toBe(text);
    expect(textOf([])).toBe('{\n  "version": 1,\n  "entries": []\n}\n');
  });

  it('does not hold what is about a comment: it has no query', () => {
    expect(made([finding({ rule: 'invalid-suppression', fingerprint: undefined })]).entries).toEqual([]);
  });

  it.each<[string, string, string, number | undefined]>([
    ['a merge conflict', textOf([finding()]).replace('  "entries"', '<<<<<<< ours\n  "entries"'), 'has a merge conflict', 3],
    ['the middle of one', `${textOf([])}=======\n`, 'has a merge conflict', 5],
    ['a newer version', '{"version": 2, "anything": []}', 'was written by a newer tenantscope (version 2 of the file; this one reads 1): update tenantscope', undefined],
    ['text', 'entries: none', 'is not JSON', undefined],
    ['half of one', textOf([finding()]).slice(0, 80), 'is not JSON', undefined],
    ['a list', '[]', 'is no baseline', undefined],
    ['an entry without its rule', textOf([finding()]).replace('"rule":"no-unscoped-query",', ''), 'is no baseline (entries.0.rule: ', undefined],
  ])('refuses %s', (_, text, problem, line) => {
    const parsed = parseBaseline(text);
    expect('problem' in parsed && parsed.problem).toContain(problem);
    if (line !== undefined) expect(parsed).toMatchObject({ line });
  });
});

describe('what a baseline leaves of a report', () => {
  const known = (now: readonly ReportedFinding[], then: readonly ReportedFinding[]) => {
    const { report, mended } = applyBaseline(reportOf(now), made(then));
    return { fresh: report.findings.map((f) => f.file), known: (report.known ?? []).map((f) => f.file), mended: mended.map((m) => m.file) };
  };

  it.each<[string, readonly ReportedFinding[], readonly ReportedFinding[], ReturnType<typeof known>]>([
    ['knows what is as it was', [finding()], [finding()], { fresh: [], known: ['src/a.ts'], mended: [] }],
    ['knows what has moved within its file', [finding({ line: 90 })], [finding()], { fresh: [], known: ['src/a.ts'], mended: [] }],
    ['knows what has moved to another file', [finding({ file: 'src/z.ts' })], [finding()], { fresh: [], known: ['src/z.ts'], mended: [] }],
    ['does not know a copy, and takes what stayed for the old one', [finding({ file: 'src/0.ts' }), finding()], [finding()], { fresh: ['src/0.ts'], known: ['src/a.ts'], mended: [] }],
    ['does not know an edited query, and misses the old one', [finding({ fingerprint: 'f2' })], [finding()], { fresh: ['src/a.ts'], known: [], mended: ['src/a.ts'] }],
    ['does not know a leak of another table', [finding({ tables: ['orders', 'users'] })], [finding()], { fresh: ['src/a.ts'], known: [], mended: ['src/a.ts'] }],
    ['does not know a finding of another rule at the same query', [finding(), finding({ rule: 'no-untrusted-tenant' })], [finding()], { fresh: ['src/a.ts'], known: ['src/a.ts'], mended: [] }],
    ['misses one of two that were alike', [finding()], [finding(), finding()], { fresh: [], known: ['src/a.ts'], mended: ['src/a.ts'] }],
    ['misses what is mended', [], [finding()], { fresh: [], known: [], mended: ['src/a.ts'] }],
  ])('%s', (_, now, then, expected) => {
    expect(known(now, then)).toEqual(expected);
  });

  it('misses nothing when something was not read', () => {
    expect(applyBaseline(reportOf([], [{ file: 'src/a.ts', message: 'syntax' }]), made([finding()])).mended).toEqual([]);
  });

  it('shrinks by what is missed, and takes nothing in', () => {
    const baseline = made([finding(), finding({ fingerprint: 'f2' })]);
    const { mended } = applyBaseline(reportOf([finding(), finding({ fingerprint: 'f3' })]), baseline);
    expect(prunedBaseline(baseline, mended)).toEqual(made([finding()]));
  });

  it('finds each entry that must go where it stands', () => {
    const text = textOf([finding(), finding(), finding({ fingerprint: 'f0' })]);
    const { report, mended } = applyBaseline(reportOf([]), made([finding(), finding(), finding({ fingerprint: 'f0' })]));
    const found = withMended(report, mended, { file: 'tenantscope-baseline.json', text }).findings;
    const lines = text.split('\n');
    expect(found.map((f) => f.line).sort()).toEqual([4, 5, 6]);
    for (const { rule, line, column, endColumn } of found) expect({ rule, entry: lines[line - 1]?.slice(column - 1, endColumn - 1) }).toEqual({ rule: 'invalid-baseline-entry', entry: lines[line - 1]?.trim() });
  });
});

describe('what an earlier state leaves of a report', () => {
  const shown = (now: ReportedFinding, then: ReportedFinding): number => withoutUnchanged(reportOf([now]), reportOf([then])).findings.length;
  const step = (message: string) => ({ file: 'src/route.ts', line: 4, message });

  it.each<[string, Partial<ReportedFinding>, Partial<ReportedFinding>, number]>([
    ['nothing of what was there', { line: 80 }, {}, 0],
    ['what a new caller exposes', { trace: [step('req.body comes from the request')] }, {}, 1],
    ['nothing where the way has only moved', { trace: [{ ...step('req.body comes from the request'), line: 70 }] }, { trace: [step('req.body comes from the request')] }, 0],
    ['what leaks for another reason', { why: 'it is in one arm of an OR' }, {}, 1],
  ])('shows %s', (_, now, then, count) => {
    expect(shown(finding(now), finding(then))).toBe(count);
  });

  it('counts what its baseline answered for as there before', () => {
    const { report } = applyBaseline(reportOf([finding()]), made([finding()]));
    expect(withoutUnchanged(reportOf([finding()]), report)).toMatchObject({ findings: [], known: [{ known: 'unchanged' }] });
  });
});
