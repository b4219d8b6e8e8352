import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { cleanReport, emptyReport, hostileLines, hostileNames, hostileReport, linesOfAnything, manyFindings } from '../../../test/html/reports.ts';
import { checkReport, type JudgedSite } from '../check-report.ts';
import type { CheckReport } from '../schema.ts';
import { renderHtml } from './check.ts';

const options = { version: '1.2.3', linesOf: linesOfAnything };
const render = (report: CheckReport): string => renderHtml(report, options);

/** What a reader sees, without tags. */
const textOf = (page: string): string => page.replace(/<(style|script)>[^]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

const site: JudgedSite = { file: 'src/a.ts', line: 7, column: 3, function: 'revenue', operation: 'select', tables: ['orders'], verdict: 'unproven', fingerprint: '0123456789abcdef', findings: [] };
const finding = (why: string): JudgedSite['findings'][number] => ({ refusal: { verdict: 'unproven', rule: 'unproven-flow', message: 'not followed', why }, line: 7, column: 3, endLine: 7, endColumn: 9, trace: [] });

const hostile = (): string => renderHtml(hostileReport, { ...hostileNames, linesOf: hostileLines });

describe('the page', () => {
  it.each([['empty', emptyReport], ['clean', cleanReport], ['many findings', manyFindings(40)], ['hostile', hostileReport]])('is one file that loads nothing, and is made the same twice: %s', (_, report) => {
    const page = render(report);
    expect(page).toBe(render(report));
    expect(/https?:|url\(|@import|<link|<iframe|<form|<[^>]*\s(?:src|style|on[a-z]+)=/.exec(page)).toBeNull();
  });

  it('allows its own style and script, and no other', () => {
    const page = render(manyFindings(3));
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? '';
    const hash = (tag: string): string => `'sha256-${createHash('sha256').update(new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page)?.[1] ?? '').digest('base64')}'`;
    expect(policy.split('; ')).toEqual(["default-src 'none'", `style-src ${hash('style')}`, `script-src ${hash('script')}`, "require-trusted-types-for 'script'", "trusted-types 'none'", "base-uri 'none'", "form-action 'none'"]);
    expect(render(cleanReport)).not.toContain('script');
  });

  it.each([['empty', emptyReport], ['clean', cleanReport], ['many findings', manyFindings(40)], ['hostile', hostileReport]])('has headings in order, from one first: %s', (_, report) => {
    const levels = [...render(report).matchAll(/<h([1-6])[ >]/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    levels.reduce((before, level) => {
      expect(level).toBeLessThanOrEqual(before + 1);
      return level;
    }, 0);
  });
});

describe('text from the code', () => {
  it('is never markup', () => {
    const page = hostile();
    const [, ...scripts] = page.split('<script');
    expect(scripts).toHaveLength(1);
    expect(new Set([...page.matchAll(/<\/?([a-z0-9!]+)/gi)].map(([, name]) => name))).toEqual(
      new Set(['!doctype', 'html', 'head', 'meta', 'title', 'style', 'body', 'a', 'main', 'header', 'p', 'h1', 'h2', 'h3', 'h4', 'h5', 'section', 'span', 'ul', 'ol', 'li', 'br', 'code', 'div', 'svg', 'rect', 'dl', 'dt', 'dd', 'strong', 'small', 'nav', 'table', 'caption', 'thead', 'tbody', 'tr', 'th', 'td', 'label', 'input', 'output', 'details', 'summary', 'article', 'pre', 'mark', 'footer', 'script']),
    );
  });

  it('neither hides nor reorders anything', () => {
    expect(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u.exec(hostile())).toBeNull();
  });

  it('is cut where it is very long, around what is marked', () => {
    const page = hostile();
    expect(page.length).toBeLessThan(60_000);
    expect(/…z+<mark>z+…<\/mark>/.exec(page)).not.toBeNull();
  });
});

describe('what comes first', () => {
  it('is what was not read, before anything that was', () => {
    const unreadable = Array.from({ length: 23 }, (_, n) => ({ file: `src/f${n}.ts`, line: n + 1, message: 'a syntax error' }));
    const page = render(checkReport({ sites: [{ ...site, verdict: 'scoped' }], incomplete: unreadable, assumptions: [] }));
    const text = textOf(page);
    expect(text).toMatch(/Incomplete Every query that was read is proved .* 1 query site: 1 scoped, 0 unscoped, 0 unproven, 0 suppressed, 23 unreadable \(100\.0 % proved\) ! Not read 23 problems/);
    expect(text).toContain('13 more problems');
    for (const { file, line } of unreadable) expect(page).toContain(`<code>${file}:${line}</code>`);
    expect(page.indexOf('id="not-read"')).toBeLessThan(page.indexOf('class="counts"'));
  });

  it.each([
    ['nothing judged', emptyReport, 'Not proved No query was judged, so nothing is proved'],
    ['all proved', cleanReport, 'Proved Every query is proved to stay inside one tenant'],
    ['answered for', checkReport({ sites: [{ ...site, escape: { tables: [] } }], incomplete: [], assumptions: [] }), 'Proved Every query is proved to stay inside one tenant, or answered for'],
    ['unproven', checkReport({ sites: [{ ...site, findings: [finding('x')] }], incomplete: [], assumptions: [] }), 'Not proved 1 of 1 query site is not proved to stay inside one tenant'],
    ['unscoped', manyFindings(300), 'Not proved 150 of 450 query sites reach other tenants’ rows'],
  ])('is the outcome: %s', (_, report, expected) => {
    expect(textOf(render(report))).toContain(expected);
  });
});

describe('coverage', () => {
  it('counts each operation on each table by verdict', () => {
    const page = render(
      checkReport({
        sites: [
          { ...site, verdict: 'scoped', tables: ['orders', 'customers'] },
          { ...site, verdict: 'scoped', operation: 'delete', fingerprint: 'b' },
          { ...site, verdict: 'unscoped', operation: 'delete', fingerprint: 'c', findings: [{ ...finding('y'), refusal: { ...finding('y').refusal, verdict: 'unscoped' } }] },
          { ...site, verdict: 'unscoped', operation: 'create index', tables: [], suppressions: [{ rule: 'unproven-statement', category: 'migration', reason: 'once', line: 1 }] },
        ],
        incomplete: [], assumptions: [],
      }),
    );
    const rows = [...page.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = '']) => textOf(row.replaceAll('</t', ' |</t')).trim());
    expect(rows).toEqual([
      'Directory | Sites | Proved | Verdicts |',
      'src | 4 | 50.0 % | ✓ 2 scoped – 1 suppressed ✕ 1 unscoped |',
      'Table | Sites | Proved | select | insert | update | delete | other |',
      'orders | 3 | 66.6 % | ✓ 1 scoped | · none | · none | ✓ 1 scoped ✕ 1 unscoped | · none |',
      'no table known | 1 | 0.0 % | · none | · none | · none | · none | – 1 suppressed create index |',
      'customers | 1 | 100.0 % | ✓ 1 scoped | · none | · none | · none | · none |',
      'Comment | Reason | Category | Rule | Until | Owner |',
      'src/a.ts:1 | once | migration | unproven-statement | no end | nobody |',
    ]);
  });
});

describe('unproven causes', () => {
  it('come first that settle the most sites', () => {
    const at = (n: number, ...causes: readonly string[]): JudgedSite => ({ ...site, line: n, fingerprint: String(n), findings: causes.map(finding) });
    const page = render(checkReport({ sites: [at(1, 'often', 'once'), at(2, 'often', 'twice'), at(3, 'often', 'twice'), at(4, 'twice'), at(5, 'twice'), at(6, 'alone', 'alone')], incomplete: [], assumptions: [] }));
    const groups = [...page.matchAll(/<summary>(.*?)<\/summary>/g)].map(([, summary = '']) => textOf(summary).trim()).slice(0, 4);
    expect(groups).toEqual(['twice settles 2 sites of 4 · unproven-flow', 'alone settles 1 site · unproven-flow', 'often settles 0 sites of 3 · unproven-flow', 'once settles 0 sites of 1 · unproven-flow']);
  });

  it('keep sites of two files apart that have the same fingerprint', () => {
    const page = render(checkReport({ sites: ['a', 'b'].map((file) => ({ ...site, file, findings: [finding('same')] })), incomplete: [], assumptions: [] }));
    expect(textOf(page)).toContain('same settles 2 sites');
  });
});

describe('what fails nothing', () => {
  it('is shown with why, and counts as what else a site has', () => {
    const report = checkReport({ sites: [{ ...site, findings: [finding('first'), finding('second')] }], incomplete: [], assumptions: [] });
    const [first, second] = report.findings;
    if (!first || !second) throw new Error('two findings are expected');
    const page = render({ ...report, findings: [first], known: [{ ...second, known: 'baseline' }, { ...second, known: 'unchanged' }] });
    const text = textOf(page);
    expect(text).toContain('first settles 0 sites of 1');
    expect(text).toContain('Known 2 findings They fail nothing, and nothing is proved of them: 1 finding of the baseline, 1 finding from before the change that this report is about.');
    expect(page.match(/<article/g)).toHaveLength(3);
    expect(text).toContain('1 of 1 query site is not proved');
  });

  it('does not make room for answers that do not hold', () => {
    const report = checkReport({ sites: [{ ...site, verdict: 'scoped' }], incomplete: [], assumptions: [], suppressions: [{ file: 'src/a.ts', line: 2, column: 1, endLine: 2, endColumn: 9, state: 'invalid', problem: { kind: 'expired', message: 'this suppression has expired', why: 'it held through 2020-01-31' } }] });
    expect(textOf(render(report))).toMatch(/Not proved 1 finding to settle .* Answers that do not hold 1 finding .* this suppression has expired/);
  });
});
