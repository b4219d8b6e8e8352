import { describe, expect, it } from 'vitest';
import { applySuppressions } from './apply.ts';
import type { SourceComment } from './place.ts';

interface Site {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly findings: readonly { readonly refusal: { readonly rule: string }; readonly line: number; readonly endLine: number }[];
}

/** Comments of a text that has none in its strings. */
const commentsOf = (lines: readonly string[]): readonly SourceComment[] => {
  const text = lines.join('\n');
  const place = (offset: number) => {
    const before = text.slice(0, offset).split('\n');
    return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
  };
  return [...text.matchAll(/\/\/.*|\/\*[^]*?\*\//g)].map((m) => {
    const end = place(m.index + m[0].length);
    return { text: m[0], ...place(m.index), endLine: end.line, endColumn: end.column };
  });
};

/** Sites stand as `[name(`…`)]`, on any lines; each has the findings given for its name. */
const sitesOf = (lines: readonly string[], findings: Readonly<Record<string, readonly string[]>>): readonly Site[] =>
  Object.entries(findings).map(([name, rules]) => {
    const line = lines.findIndex((l) => l.includes(`${name}(`));
    const endLine = lines.findIndex((l, i) => i >= line && l.includes(`)${name}`));
    const extent = { line: line + 1, column: (lines[line] ?? '').indexOf(`${name}(`) + 1, endLine: endLine + 1, endColumn: (lines[endLine] ?? '').indexOf(`)${name}`) + 2 + name.length };
    return { name, ...extent, findings: rules.map((rule) => ({ refusal: { rule }, line: extent.line, endLine: extent.line })) };
  });

const apply = (lines: readonly string[], findings: Readonly<Record<string, readonly string[]>>, today = '2026-11-29') => {
  const { sites, suppressions } = applySuppressions({ lines, comments: commentsOf(lines) }, sitesOf(lines, findings), today);
  return { left: sites.flatMap((s) => s.findings.map((f) => `${s.name} ${f.refusal.rule}`)), states: suppressions.map((s) => s.state), sites, suppressions };
};

const allow = 'tenantscope-allow no-unscoped-query admin: staff only';
const query = { a: ['no-unscoped-query'] };

describe('where a suppression stands', () => {
  it.each<[string, readonly string[], Readonly<Record<string, readonly string[]>>, readonly string[], readonly string[]]>([
    ['on the line above', [`// ${allow}`, 'const r = a()a'], query, [], ['valid']],
    ['above in a block of lines', [`/*`, ` * ${allow}`, ' */', 'a()a'], query, [], ['valid']],
    ['above, with other comments between', [`// ${allow}`, '// and more', '/* of', ' it */', 'a()a'], query, [], ['valid']],
    ['in JSX', [`{/* ${allow} */}`, '{a()a}'], query, [], ['valid']],
    ['in JSX over lines', [`{`, `/* ${allow}`, ' */', '}', '{a()a}'], query, ['a no-unscoped-query'], ['unused']],
    ['at the end of its line', [`a()a; // ${allow}`], query, [], ['valid']],
    ['before it on its line', [`/* ${allow} */ a()a`], query, [], ['valid']],
    ['inside of a chain', ['a(', `  .b() // ${allow}`, ')a'], query, [], ['valid']],
    ['on a line of its own in a chain', ['a(', `  // ${allow}`, '  .b()', ')a'], query, [], ['valid']],
    ['at the end of its last line', ['a(', `)a; // ${allow}`], query, [], ['valid']],
    ['above with a blank line between', [`// ${allow}`, '', 'a()a'], query, ['a no-unscoped-query'], ['unused']],
    ['above with code between', [`// ${allow}`, 'x();', 'a()a'], query, ['a no-unscoped-query'], ['unused']],
    ['behind code on the line above', [`x(); // ${allow}`, 'a()a'], query, ['a no-unscoped-query'], ['unused']],
    ['behind another comment above', [`/* x */ // ${allow}`, 'a()a'], query, [], ['valid']],
    ['below', ['a()a', `// ${allow}`], query, ['a no-unscoped-query'], ['unused']],
    ['at the end of the file', ['a()a', '', `// ${allow}`], query, ['a no-unscoped-query'], ['unused']],
    ['above two of one line', [`// ${allow}`, 'a()a, b()b'], { a: ['no-unscoped-query'], b: ['no-unscoped-query'] }, [], ['valid']],
    ['behind one, above another', [`a()a // ${allow}`, 'b()b'], { a: ['no-unscoped-query'], b: ['no-unscoped-query'] }, ['b no-unscoped-query'], ['valid']],
    ['behind one without a finding, above another', [`a()a // ${allow}`, 'b()b'], { a: [], b: ['no-unscoped-query'] }, ['b no-unscoped-query'], ['unused']],
    ['inside of a nested one', ['a(', `b()b // ${allow}`, ')a'], { a: ['no-unscoped-query'], b: ['no-unscoped-query'] }, ['a no-unscoped-query'], ['valid']],
    ['above a nested one', ['a(', `// ${allow}`, 'b()b', ')a'], { a: ['no-unscoped-query'], b: ['no-unscoped-query'] }, ['a no-unscoped-query'], ['valid']],
    ['inside of a nested one without a finding', ['a(', `b()b // ${allow}`, ')a'], { a: ['no-unscoped-query'], b: [] }, [], ['valid']],
    ['twice', [`// ${allow}`, `a()a // ${allow}`], query, [], ['valid', 'valid']],
  ])('%s', (_, lines, findings, left, states) => {
    expect(apply(lines, findings)).toMatchObject({ left, states });
  });

  it('is the line of a finding elsewhere in the file', () => {
    const lines = ['a()a', 'x', `y // ${allow}`];
    const sites = sitesOf(lines, query).map((s) => ({ ...s, findings: s.findings.map((f) => ({ ...f, line: 2, endLine: 3 })) }));
    expect(applySuppressions({ lines, comments: commentsOf(lines) }, sites, '2026-11-29').sites).toMatchObject([{ findings: [] }]);
  });
});

describe('what a suppression takes out', () => {
  it.each<[string, string, readonly string[], readonly string[], string]>([
    ['its rule alone', allow, ['no-unscoped-query', 'unproven-flow'], ['a unproven-flow'], 'valid'],
    ['all that is not proved', 'tenantscope-allow no-unproven-query admin: staff only', ['no-unscoped-query', 'unproven-flow', 'unproven-value'], ['a no-unscoped-query'], 'valid'],
    ['undeclared escapes', 'tenantscope-allow require-escape-reason admin: staff only', ['no-undeclared-escape'], [], 'valid'],
    ['nothing of another rule', 'tenantscope-allow unproven-flow admin: staff only', ['unproven-value'], ['a unproven-value'], 'unused'],
    ['nothing where nothing is found', allow, [], [], 'unused'],
    ['nothing when it is wrong', 'tenantscope-allow no-unscoped-query admin: todo', ['no-unscoped-query'], ['a no-unscoped-query'], 'invalid'],
  ])('%s', (_, text, rules, left, state) => {
    expect(apply([`// ${text}`, 'a()a'], { a: rules })).toMatchObject({ left, states: [state] });
  });

  it('is said at the site, with the line of the comment', () => {
    const { sites } = apply([`// ${allow} (until 2027-01-31, @ana)`, '// tenantscope-allow unproven-flow test: staff only', 'a()a'], { a: ['no-unscoped-query', 'unproven-flow'] });
    expect(sites[0]).toMatchObject({
      findings: [],
      suppressions: [
        { rule: 'no-unscoped-query', category: 'admin', reason: 'staff only', until: '2027-01-31', owner: '@ana', line: 1 },
        { rule: 'unproven-flow', category: 'test', reason: 'staff only', line: 2 },
      ],
    });
  });
});

describe('when a suppression holds', () => {
  it.each<[string, string, string]>([
    ['2027-01-30', 'the day before its end', 'valid'],
    ['2027-01-31', 'its last day', 'valid'],
    ['2027-02-01', 'the day after', 'expired'],
    ['2030-01-01', 'years after', 'expired'],
  ])('%s, %s: %s', (today, _, state) => {
    const { states, left, suppressions } = apply([`// ${allow} (until 2027-01-31)`, 'a()a'], query, today);
    expect({ states, left }).toEqual({ states: [state], left: state === 'valid' ? [] : ['a no-unscoped-query'] });
    if (state === 'expired') expect(suppressions[0]?.problem?.why).toContain('it held through 2027-01-31');
  });

  it('is expired rather than unused', () => {
    expect(apply([`// ${allow} (until 2020-01-31)`, '', 'a()a'], query).states).toEqual(['expired']);
  });
});
