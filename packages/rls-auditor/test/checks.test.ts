import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { indexText } from '../scripts/index-checks.ts';
import { auditSnapshot } from '../src/audit.ts';
import type { Server } from '../src/catalog/snapshot.ts';
import { checks } from '../src/checks/index.ts';
import { audit, configuration, healthy } from './audit.ts';

const directory = new URL('../src/checks/', import.meta.url);

/** What stands under a heading of a page: SQL that is run in the healthy database or, where SQL cannot make it, a part of its catalog in JSON. */
const example = (page: string, heading: string): { readonly language: string; readonly text: string } => {
  const [, language = '', text = ''] = new RegExp(`^## ${heading}\\n[^#]*?\`\`\`(sql|json)\\n([\\s\\S]*?)\`\`\``, 'm').exec(page) ?? [];
  return { language, text };
};

const rulesFound = async ({ language, text }: ReturnType<typeof example>): Promise<readonly string[]> => {
  expect(text).not.toBe('');
  if (language === 'sql') return (await audit(healthy + text)).findings.map((f) => f.rule);
  const { snapshot } = (await audit(healthy)).facts;
  const part = JSON.parse(text) as { readonly server: Partial<Server> };
  return auditSnapshot({ ...snapshot, server: { ...snapshot.server, ...part.server } }, configuration).findings.map((f) => f.rule);
};

it('the index is what the folders are', () => {
  expect(readFileSync(new URL('index.ts', directory), 'utf8')).toBe(indexText());
});

it('every folder is a check', () => {
  const folders = readdirSync(directory, { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name).sort();
  expect(checks.map((c) => c.id).sort()).toEqual(folders);
});

describe.each(checks.map((c) => [c.id, c] as const))('%s', (id, check) => {
  const home = new URL(`${id}/`, directory);
  const page = existsSync(new URL('check.md', home)) ? readFileSync(new URL('check.md', home), 'utf8') : '';

  it('has a page that says what it means, how to repair it and what it does not see', () => {
    expect(page.startsWith(`# ${check.title}\n`)).toBe(true);
    for (const heading of ['Fails', 'Passes', 'Repair', 'What it does not see']) expect(page).toContain(`\n## ${heading}\n`);
    expect(existsSync(new URL('check.test.ts', home))).toBe(true);
  });

  it('finds the failing example of its page, and nothing in the passing one', async () => {
    expect(await rulesFound(example(page, 'Fails'))).toContain(id);
    expect(await rulesFound(example(page, 'Passes'))).not.toContain(id);
  });
});
