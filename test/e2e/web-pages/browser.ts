import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { build } from 'vite';

const ROOT = join(import.meta.dirname, '../../..');
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);

/** Whether there is a browser; where there is none, tests say so and do nothing. */
export const hasBrowser = CHROMIUM !== undefined;
if (!hasBrowser) console.info('no Chromium on this machine: the pages are not looked at');

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1440, height: 900 };
export const SIZES = { phone: PHONE, desk: DESK } as const;

/** Builds the pages into a folder of their own. */
export async function buildPages(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'polymind-pages-'));
  await build({
    configFile: join(ROOT, 'src/bot/web/app/vite.config.ts'),
    build: { outDir: folder, emptyOutDir: true },
    logLevel: 'error',
  });
  return folder;
}

export function launch(): Promise<Browser> {
  return chromium.launch({
    ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}

/** A page, and everything that its console complained about. */
export interface Watched {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly complaints: string[];
}

interface Opened {
  readonly size: { readonly width: number; readonly height: number };
  readonly scheme?: 'dark' | 'light';
}

export async function openPage(
  browser: Browser,
  { size, scheme = 'dark' }: Opened,
): Promise<Watched> {
  const context = await browser.newContext({
    viewport: size,
    colorScheme: scheme,
    hasTouch: size.width < 500,
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { context, page, complaints };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Rules of WCAG 2.2 AA that the page breaks, each with where. */
export async function violationsOf(page: Page): Promise<string[]> {
  // As an evaluated text it is not held to the page's policy, which forbids scripts like it.
  await page.evaluate(AXE);
  const found: unknown = await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(({ violations }) => violations.map(({ id, nodes }) =>
        id + ': ' + nodes.slice(0, 3).map(({ html, failureSummary }) => html.slice(0, 160) + ' ' + failureSummary).join(' | ')))`,
  );
  return found as string[];
}

/** Pixels by which the page is wider than the screen. */
export async function overflowOf(page: Page): Promise<number> {
  return (await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )) as number;
}

/** Where pictures go, when someone wants to look: `WEB_PICTURES`. */
export const PICTURES = process.env['WEB_PICTURES'];

export async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  // Of a list of thousands only what is on the screen.
  const fullPage = (await page.locator('.rows').count()) === 0;
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage });
}
