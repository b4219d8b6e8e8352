import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generated } from '../../scripts/generated.ts';
import { findRule } from './catalogue.ts';
import { rules } from './index.ts';

const repository = new URL('../../../../', import.meta.url);

const sourcesOf = (folder: string): readonly string[] =>
  readdirSync(new URL(folder, repository), { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.ts'))
    .map((f) => readFileSync(new URL(`${folder}/${f.replaceAll('\\', '/')}`, repository), 'utf8'));

describe('the rule catalogue', () => {
  it.each(generated.map((g) => [g.path, g] as const))('%s is up to date (packages/core/scripts/generate.ts writes it)', (_, { path, text }) => {
    expect(readFileSync(new URL(path, repository), 'utf8')).toBe(text);
  });

  it('has no page without a rule', () => {
    const pages = readdirSync(new URL('docs/rules/', repository)).filter((f) => f !== 'README.md');
    expect(pages.sort()).toEqual(rules.map((r) => `${r.id}.md`).sort());
  });

  it('has every rule that the prover, the SQL reader and the analyzer report', () => {
    const text = [...sourcesOf('packages/core/src/prover'), ...sourcesOf('packages/core/src/sql'), ...sourcesOf('packages/analyzer/src')].join('\n');
    const reported = new Set([...text.matchAll(/\brule: '([^']+)'/g)].map((m) => m[1] ?? ''));
    expect(reported.size).toBeGreaterThan(8);
    expect([...reported].filter((id) => !findRule(id))).toEqual([]);
  });

  it('speaks plainly: a title is one line without a full stop', () => {
    for (const { title } of rules) expect(title).toMatch(/^[^\n]{10,90}[^.\n]$/);
  });
});
