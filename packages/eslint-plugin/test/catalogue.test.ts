import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rules as coreRules } from '@tenantscope/core';
import { describe, expect, it } from 'vitest';
import { generated, ruleIds } from '../scripts/generated.ts';
import plugin from '../src/index.ts';
import { rules } from '../src/rules/index.ts';
import type { TenantRule } from '../src/session/rule.ts';
import { lint, lintWith } from './lint/lint.ts';
import { exampleIn, linksIn, type Page, readPage } from './pages/page.ts';

const folder = (id: string): URL => new URL(`../src/rules/${id}/`, import.meta.url);

const ruleOf = (id: string): TenantRule & { readonly covers?: (core: string) => boolean } => {
  const rule: TenantRule | undefined = (rules as Readonly<Record<string, TenantRule>>)[id];
  if (!rule) throw new Error(`${id} is not in src/rules/index.ts: scripts/generate.ts writes it`);
  return rule;
};

const pageOf = (id: string): Page => {
  const page = readPage(new URL('rule.md', folder(id)));
  if (!page) throw new Error(`${id} has no page`);
  return page;
};

const propertiesIn = (schema: unknown): readonly string[] => {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema && typeof schema.properties === 'object' ? Object.keys(schema.properties ?? {}) : [];
  return [...own, ...Object.values(schema).flatMap(propertiesIn)];
};

const hasOptions = ({ meta: { schema } }: TenantRule): boolean => !Array.isArray(schema) || schema.length > 0;

describe.each(ruleIds())('%s', (id) => {
  it('has its rule, its page and its test', () => {
    expect(['rule.ts', 'rule.md', 'rule.test.ts'].filter((f) => !existsSync(new URL(f, folder(id))))).toEqual([]);
  });

  it('says on its page what its metadata say', () => {
    const { meta } = ruleOf(id);
    const { heading, description, facts } = pageOf(id);
    expect(heading).toBe(`# ${id}`);
    expect(description).toBe(`${meta.docs?.description}.`);
    expect(facts).toBe(`Preset: ${meta.docs?.preset} · Types: needed · Suggestions: ${meta.hasSuggestions === true ? 'yes' : 'no'}`);
  });

  it('has the sections of a page, none of them empty', () => {
    const { sections } = pageOf(id);
    expect([...sections.keys()]).toEqual(['What it means', 'Fails', 'Passes', ...(hasOptions(ruleOf(id)) ? ['Options'] : []), 'Remedy', 'What it cannot see']);
    expect([...sections].filter(([, text]) => text.trim() === '').map(([title]) => title)).toEqual([]);
  });

  it('explains each of its options, and no other', () => {
    const text = pageOf(id).sections.get('Options') ?? '';
    const options = propertiesIn(ruleOf(id).meta.schema);
    expect(options.filter((o) => !text.includes(`\`${o}\``))).toEqual([]);
    expect([...text.matchAll(/^- `(\w+)`/gm)].map((m) => m[1] ?? '').sort()).toEqual([...options].sort());
  });

  it('links to what is there', () => {
    expect(linksIn(pageOf(id)).filter((link) => !existsSync(new URL(link, folder(id))))).toEqual([]);
    expect(existsSync(fileURLToPath(ruleOf(id).meta.docs?.url ?? 'file:///nowhere'))).toBe(true);
  });

  it('reports its failing example', async () => {
    const reports = await lintWith(id, exampleIn(pageOf(id), 'Fails'));
    expect(reports.length).toBeGreaterThan(0);
    expect(reports.filter((r) => r.rule !== id)).toEqual([]);
  });

  it('leaves its passing example alone, as the other rules do', async () => {
    const example = exampleIn(pageOf(id), 'Passes');
    expect(await lintWith(id, example)).toEqual([]);
    expect(await lint(example)).toEqual([]);
  });

  it('describes itself in one line without a full stop', () => {
    expect(ruleOf(id).meta.docs?.description).toMatch(/^(Disallow|Require|Report) [^\n]+[^.\s]$/);
  });

  it('has messages without stray spaces, which are given all that they ask for', () => {
    const messages = Object.values(ruleOf(id).meta.messages);
    expect(messages.filter((m) => m !== m.trim() || / {2}/.test(m))).toEqual([]);
    const sources = [new URL('rule.ts', folder(id)), new URL('../src/session/finding-rule.ts', import.meta.url), new URL('../src/session/verdicts.ts', import.meta.url)].map((f) => readFileSync(f, 'utf8')).join('\n');
    const asked = messages.flatMap((m) => [...m.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1] ?? ''));
    expect(asked.filter((name) => !new RegExp(`data(?:: |[?]?: [^=\\n]*)\\{[^}]*\\b${name}\\b`).test(sources))).toEqual([]);
  });

  it('is in a preset', () => {
    expect(['recommended', 'strict']).toContain(ruleOf(id).meta.docs?.preset);
  });
});

const switchedOn = (config: keyof typeof plugin.configs): readonly string[] => plugin.configs[config].flatMap((c) => Object.keys(c.rules ?? {})).sort();

const inPresets = (...presets: readonly string[]): readonly string[] => ruleIds().filter((id) => presets.includes(ruleOf(id).meta.docs?.preset ?? '')).map((id) => `tenantscope/${id}`);

describe('the catalogue', () => {
  it.each(generated().map((g) => [g.file.slice(g.file.lastIndexOf('/') + 1), g] as const))('%s is what scripts/generate.ts makes', (_, { file, text }) => {
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('is what the plugin has', () => {
    expect(Object.keys(plugin.rules).sort()).toEqual(ruleIds());
  });

  it('is switched on by the presets', () => {
    expect(switchedOn('recommended')).toEqual(inPresets('recommended'));
    expect(switchedOn('strict')).toEqual(inPresets('recommended', 'strict'));
    expect(switchedOn('javascript')).toEqual(inPresets('recommended'));
    expect(switchedOn('rules')).toEqual(inPresets('recommended'));
  });

  // One file knows nothing of a baseline.
  it.each(coreRules.filter((r) => r.about !== 'baseline').map((r) => r.id))('has one rule for %s of tenantscope check', (core) => {
    const standing = ruleIds().filter((id) => ruleOf(id).covers?.(core) ?? id === core);
    const [expected] = core.startsWith('unproven-') ? ['no-unproven-query'] : core === 'no-undeclared-escape' ? ['require-escape-reason'] : [core];
    expect(standing).toEqual([expected]);
  });
});
