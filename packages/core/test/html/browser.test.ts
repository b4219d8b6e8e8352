import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html/check.ts';
import type { CheckReport } from '../../src/report/schema.ts';
import { launch, type Launched } from './browser.ts';
import { lightOf } from './lightness.ts';
import { cleanReport, emptyReport, hostileLines, hostileNames, hostileReport, linesOfAnything, manyFindings } from './reports.ts';

/** Where the pictures are kept, for people: `SCREENSHOTS=/tmp/pictures vitest run …`. */
const pictures = process.env['SCREENSHOTS'];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const views = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  phone: { colorScheme: 'light', viewport: { width: 390, height: 844 } },
  'phone dark': { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
} as const satisfies Readonly<Record<string, BrowserContextOptions>>;
type View = keyof typeof views;

const options = { version: '1.2.3', project: 'shop-api', linesOf: linesOfAnything };
const incomplete: CheckReport = { ...manyFindings(12), known: manyFindings(2).findings.map((f) => ({ ...f, known: 'baseline' })), incomplete: [{ file: 'src/legacy/export.ts', line: 12, message: "line 12 has a syntax error: ';' expected." }, { message: 'the schema of the database could not be read' }] };
const renders = {
  empty: renderHtml(emptyReport, options),
  clean: renderHtml(cleanReport, options),
  findings: renderHtml(incomplete, options),
  hostile: renderHtml(hostileReport, { ...hostileNames, linesOf: hostileLines }),
};
type Case = keyof typeof renders;

let launched: Launched;
let measuring: Page;
const folder = mkdtempSync(join(tmpdir(), 'tenantscope-html-'));

beforeAll(async () => {
  launched = await launch(pictures !== undefined);
  measuring = await launched.browser.newPage();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await launched.close();
});

interface Opened {
  readonly page: Page;
  /** What the browser complained of: errors of scripts, and what the page's policy refused. */
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
}

/** Shows a page in a context of its own, which is closed at the end. */
const show = async (html: string, view: View, look: (opened: Opened) => Promise<void>): Promise<void> => {
  const file = join(folder, `${view}.html`);
  writeFileSync(file, html);
  const context = await launched.browser.newContext(views[view]);
  try {
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (m) => complaints.push(m.text()));
    page.on('pageerror', (e) => complaints.push(String(e)));
    page.on('request', (r) => requests.push(r.url()));
    await page.goto(pathToFileURL(file).href);
    await look({ page, complaints, requests });
  } finally {
    await context.close();
  }
};

const picture = async (page: Page, name: string): Promise<Buffer> => {
  const png = await page.screenshot();
  if (pictures !== undefined) {
    mkdirSync(pictures, { recursive: true });
    writeFileSync(join(pictures, `${name.replaceAll(' ', '-')}.png`), png);
    await page.screenshot({ path: join(pictures, `${name.replaceAll(' ', '-')}-whole.png`), fullPage: true, clip: { x: 0, y: 0, width: page.viewportSize()?.width ?? 0, height: 6000 } });
  }
  return png;
};

/** How far the page can be moved sideways. */
const sideways = (page: Page): Promise<number> => page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

const focused = (page: Page): Promise<string> => page.evaluate<string>('document.activeElement.textContent');

const unfoldAll = (page: Page): Promise<void> => page.evaluate<undefined>("for (const details of document.querySelectorAll('details')) details.open = true");

/** What axe finds, by all its rules or by some. Evaluated by the debugger, which the page's policy does not bind. */
const violations = async (page: Page, rules: readonly string[]): Promise<readonly string[]> => {
  await page.evaluate(`${axe};0`);
  const { violations: found } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify({ resultTypes: ['violations'], ...(rules.length > 0 && { runOnly: rules }) })})`);
  return found.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.html.slice(0, 150)} ${n.failureSummary ?? ''}`).join(' | ')}`);
};

describe('in a browser', () => {
  it.each<readonly [Case, View]>([['empty', 'light'], ['clean', 'dark'], ['findings', 'light'], ['findings', 'dark'], ['findings', 'phone'], ['hostile', 'phone dark']])('the page is whole and accessible: %s, %s', async (name, view) => {
    await show(renders[name], view, async ({ page, complaints, requests }) => {
      const { mean } = await lightOf(await picture(page, `${name} ${view}`), measuring);
      if (views[view].colorScheme === 'light') expect(mean).toBeGreaterThan(0.85);
      else expect(mean).toBeLessThan(0.25);
      const heading = await lightOf(await page.getByRole('heading', { level: 1 }).screenshot(), measuring);
      expect(heading.brightest - heading.darkest, 'the heading is written').toBeGreaterThan(0.6);
      await unfoldAll(page);
      expect(await sideways(page)).toBe(0);
      // Contrast is all that differs between the schemes, and nothing between the widths.
      if (view === 'light') expect(await violations(page, [])).toEqual([]);
      if (view === 'dark') expect(await violations(page, ['color-contrast'])).toEqual([]);
      expect(complaints).toEqual([]);
      expect(requests).toHaveLength(1);
      expect(await page.evaluate<boolean>("'pwned' in globalThis")).toBe(false);
    });
  });

  it('is worked by keyboard', async () => {
    await show(renders.findings, 'light', async ({ page }) => {
      await page.keyboard.press('Tab');
      expect(await focused(page)).toBe('Skip to the report');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      expect(await focused(page)).toBe('Coverage');
      const group = page.locator('details.group').first();
      const open = await group.getAttribute('open');
      await group.locator('summary').focus();
      await page.keyboard.press('Enter');
      expect(await group.getAttribute('open')).not.toBe(open);
    });
  });

  it('stays usable with 5,000 findings', async () => {
    const html = renderHtml(manyFindings(5000), options);
    const started = performance.now();
    await show(html, 'light', async ({ page, complaints }) => {
      const loaded = performance.now() - started;
      await picture(page, '5000 light');
      expect(await sideways(page)).toBe(0);
      const before = performance.now();
      await page.getByLabel('Filter findings').fill('invoices router f_unaccent_1');
      await page.getByText('250 of 5,000 findings').waitFor();
      const filtered = performance.now() - before;
      expect(await page.evaluate<number>("[...document.querySelectorAll('details[open]>.finding')].filter((f) => f.checkVisibility()).length")).toBe(250);
      await page.setViewportSize(views.phone.viewport);
      await page.emulateMedia({ colorScheme: 'dark' });
      await picture(page, '5000 phone dark');
      expect(await sideways(page)).toBe(0);
      // About a second and half of one; on a machine that runs other tests beside these many times that. Quadratic work takes minutes.
      expect(loaded).toBeLessThan(30_000);
      expect(filtered).toBeLessThan(30_000);
      expect(html.length).toBeLessThan(6_000_000);
      expect(complaints).toEqual([]);
    });
  });
});
