import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { repository, tenantscope } from './run.ts';

const fixture = join(repository, 'fixtures/apps/orderly');

/** What a comment above a query site says of it; a site without one is scoped. */
interface Mark {
  readonly verdict: 'scoped' | 'unscoped' | 'unproven';
  readonly rule?: string | undefined;
}

const pattern = /^\s*\/\/ (leak|unproven|safe): (\S+)/;

const markOf = (line: string): Mark | undefined => {
  const [, kind, word] = pattern.exec(line) ?? [];
  if (kind === undefined) return undefined;
  if (kind === 'safe') return { verdict: 'scoped' };
  return { verdict: kind === 'leak' ? 'unscoped' : 'unproven', rule: word };
};

/** Marks by `file:line` of the line below the comment. */
const readMarks = (): ReadonlyMap<string, Mark> => {
  const marks = new Map<string, Mark>();
  for (const file of globSync('src/**/*.ts', { cwd: fixture })) {
    const lines = readFileSync(join(fixture, file), 'utf8').split('\n');
    lines.forEach((line, i) => {
      const mark = markOf(line);
      if (!mark) return;
      let below = i + 1;
      while (/^\s*\/\//.test(lines[below] ?? '')) below += 1;
      marks.set(`${file.replaceAll('\\', '/')}:${below + 1}`, mark);
    });
  }
  return marks;
};

interface Report {
  readonly sites: readonly { readonly file: string; readonly line: number; readonly verdict: string; readonly rule?: string }[];
  readonly incomplete: readonly unknown[];
}

describe('the answer key of the sample application', () => {
  const marks = readMarks();
  let report: Report;
  let code: number | null;

  beforeAll(async () => {
    const result = await tenantscope(['check', fixture, '--format', 'json']);
    code = result.code;
    report = JSON.parse(result.stdout) as Report;
  }, 120_000);

  it('is as large as it says', () => {
    const kinds = [...marks.values()].map((m) => m.verdict);
    expect(report.sites.length).toBeGreaterThanOrEqual(120);
    expect(kinds.filter((k) => k === 'unscoped').length).toBeGreaterThanOrEqual(40);
    expect(kinds.filter((k) => k === 'scoped').length).toBeGreaterThanOrEqual(35);
  });

  it('is met by every site, and every mark stands above a site', () => {
    const seen = new Map(report.sites.map((s) => [`${s.file}:${s.line}`, s]));
    const wrong = report.sites.flatMap((s) => {
      const place = `${s.file}:${s.line}`;
      const expected = marks.get(place) ?? { verdict: 'scoped' };
      const ok = s.verdict === expected.verdict && s.rule === expected.rule;
      return ok ? [] : [{ place, expected, found: { verdict: s.verdict, rule: s.rule } }];
    });
    const lost = [...marks.keys()].filter((place) => !seen.has(place));
    expect({ wrong, lost, incomplete: report.incomplete }).toEqual({ wrong: [], lost: [], incomplete: [] });
  });

  it('stops the merge', () => {
    expect(code).toBe(1);
  });
});
