import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

export interface Launched {
  readonly browser: Browser;
  /** Ends the browser and removes what was unpacked for it. */
  readonly close: () => Promise<void>;
}

/** In a process of its own, because the package unpacks into the directory for temporary files, with the libraries only where it takes itself to be on Lambda. */
const unpack = async (directory: string): Promise<string> => {
  const env = { ...process.env, TMPDIR: directory, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' };
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', join(import.meta.dirname, 'unpack.ts')], { env });
  return stdout;
};

/** What the package brings names Lambda's directories. */
const fonts = (directory: string): string =>
  `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${join(directory, 'fonts')}</dir><cachedir>${join(directory, 'cache')}</cachedir></fontconfig>`;

/** The Chromium inside an npm package, which brings libraries and a font: nothing is asked of the machine. */
const launchUnpacked = async (directory: string, machineFonts: boolean): Promise<Browser> => {
  const executablePath = await unpack(directory);
  const configuration = join(directory, 'fonts.conf');
  writeFileSync(configuration, fonts(directory));
  const env = { ...process.env, LD_LIBRARY_PATH: join(directory, 'al2023', 'lib'), HOME: directory, ...(!machineFonts && { FONTCONFIG_FILE: configuration }) } as Record<string, string>;
  // Tests run as root too, where Chromium's sandbox does not start.
  return chromium.launch({ executablePath, env, args: ['--no-sandbox', '--font-render-hinting=none'] });
};

/**
 * Starts a real Chromium: the one of the package on Linux x64, elsewhere the Chrome of the machine. A machine without one fails the tests.
 * With the fonts of the machine pictures look as people see them, and are not the same everywhere.
 */
export const launch = async (machineFonts: boolean): Promise<Launched> => {
  const directory = mkdtempSync(join(tmpdir(), 'tenantscope-chromium-'));
  const remove = (): void => {
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const packaged = process.platform === 'linux' && process.arch === 'x64';
    const browser = packaged ? await launchUnpacked(directory, machineFonts) : await chromium.launch({ channel: 'chrome' });
    const close = async (): Promise<void> => {
      await browser.close();
      remove();
    };
    return { browser, close };
  } catch (error) {
    remove();
    throw error;
  }
};
