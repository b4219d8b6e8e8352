import { textHash } from '@tenantscope/command/verdicts';
import type { LastCheck } from '@tenantscope/core';
import { describe, expect, it } from 'vitest';
import { reportsOf } from './reports.ts';

const file = 'src/a.ts';
const text = `const all = () => db.query('select * from orders');
const some = () => db.query(
  'select * from payments',
);
const own = () => db.query('select 1');
`;

const place = (line: number, column: number, endLine: number, endColumn: number) => ({ line, column, endLine, endColumn });
const site = (fingerprint: string, line: number, column: number) => ({ file, line, column, function: 'f', operation: 'select', tables: [], verdict: 'unscoped' as const, fingerprint });
const finding = (fingerprint: string, message: string, at: ReturnType<typeof place>) => ({
  rule: 'no-unscoped-query', verdict: 'unscoped' as const, severity: 'error' as const, message, why: 'no condition', file, ...at, function: 'f', tables: [], trace: [], fingerprint,
});
const invalid = { ...finding('', 'this suppression suppresses nothing', place(5, 1, 5, 9)), rule: 'invalid-suppression', fingerprint: undefined };

const summary = { sites: 3, scoped: 1, unscoped: 2, unproven: 0, suppressed: 0, escapes: 0, unreadable: 0 };
const verdicts = (incomplete: LastCheck['report']['incomplete'] = []): LastCheck => ({
  version: 1,
  directory: '/app',
  time: '2026-11-29T10:00:00.000Z',
  report: {
    version: 1, summary, assumptions: [], incomplete,
    sites: [site('f1', 1, 19), site('f2', 2, 20), { ...site('f3', 5, 19), verdict: 'scoped' }],
    findings: [finding('f1', 'rows of orders', place(1, 42, 1, 48)), finding('f2', 'rows of payments', place(3, 18, 3, 26)), invalid],
  },
  files: { [file]: textHash(text) },
  texts: { [file]: { f1: "db.query('select * from orders')", f2: "db.query(\n  'select * from payments',\n)" } },
  contexts: {},
});

const shown = (now: string, given = verdicts()): readonly string[] =>
  reportsOf(given, file, now).map(({ message, loc: { start, end } }) => `${start.line}:${start.column}-${end.line}:${end.column} ${message}`);

const old = '(no-unscoped-query) (as of the last check)';
const stale = '1:0-1:0 3 verdicts are stale: the file has changed since the last check, at 2026-11-29T10:00:00.000Z; run tenantscope check';
const orders = `rows of orders: no condition ${old}`;
const payments = `rows of payments: no condition ${old}`;

describe('what the last check says', () => {
  it('of the text that it judged', () => {
    expect(shown(text)).toEqual(['1:41-1:47 rows of orders: no condition (no-unscoped-query)', '3:17-3:25 rows of payments: no condition (no-unscoped-query)', '5:0-5:8 this suppression suppresses nothing: no condition (invalid-suppression)']);
    expect(shown(`\ufeff${text}`)).toHaveLength(3);
  });

  it.each<[string, string, readonly string[]]>([
    ['that has moved down', `// new\n\n${text}`, [stale, `3:41-3:47 ${orders}`, `5:17-5:25 ${payments}`]],
    ['that has moved sideways', text.replace('all = ', 'everything = ').replace('some = ', 'a = '), [stale, `1:48-1:54 ${orders}`, `3:17-3:25 ${payments}`]],
    ['with a query of another text', text.replace('from orders', 'from orders where false'), [stale, `3:17-3:25 ${payments}`]],
    ['with a query that is there twice', `${text}const more = () => db.query('select * from orders');\n`, [stale, `3:17-3:25 ${payments}`]],
    ['with a query that goes on', text.replace("orders')", "orders')\n  .where('a')"), [stale, `4:17-4:25 ${payments}`]],
    ['with a query that is part of another', text.replace("db.query('select * from o", "other.db.query('select * from o"), [stale, `3:17-3:25 ${payments}`]],
    ['with other line ends', `x;\r\n${text}`, [stale, `2:41-2:47 ${orders}`, `4:17-4:25 ${payments}`]],
    ['without any of them', 'f();', [stale]],
  ])('of a text %s', (_, now, expected) => {
    expect(shown(now)).toEqual(expected);
  });

  it('at the whole query when the place was outside of it', () => {
    const given = verdicts();
    const findings = given.report.findings.map((f) => ({ ...f, ...place(5, 1, 5, 6) })).slice(0, 1);
    expect(shown(`\n${text}`, { ...given, report: { ...given.report, findings } })).toEqual([stale, `2:18-2:50 ${orders}`]);
  });

  it('of a file that could not be read', () => {
    expect(shown(text, verdicts([{ file, line: 9, message: 'line 9 has a syntax error' }]))[0]).toBe('9:0-9:0 not read by the last check: line 9 has a syntax error');
  });

  it('of a file without verdicts: nothing', () => {
    expect(reportsOf(verdicts(), 'src/b.ts', text)).toEqual([]);
    const given = verdicts();
    expect(shown('f();', { ...given, report: { ...given.report, sites: [], findings: [] } })).toEqual([]);
  });
});
