import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { indexText } from '../scripts/index-checks.ts';
import { checks } from '../src/checks/index.ts';
import { found, healthy } from './audit.ts';

const directory = new URL('../src/checks/', import.meta.url);

/** The SQL under a heading of a page. */
const example = (page: string, heading: string): string => new RegExp(`^## ${heading}\\n[^#]*?\`\`\`sql\\n([\\s\\S]*?)\`\`\``, 'm').exec(page)?.[1] ?? '';

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
    expect(example(page, 'Fails')).not.toBe('');
    expect(await found(id, healthy + example(page, 'Fails'))).not.toEqual([]);
    expect(example(page, 'Passes')).not.toBe('');
    expect(await found(id, healthy + example(page, 'Passes'))).toEqual([]);
  });
});
