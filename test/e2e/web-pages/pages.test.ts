import { rm } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  buildPages,
  hasBrowser,
  launch,
  openPage,
  overflowOf,
  PICTURES,
  picture,
  SIZES,
  violationsOf,
  type Watched,
} from './browser.ts';
import { Double } from './double.ts';
import { walletRef } from './world-parts.ts';

/** Both sizes and both looks in two runs; all four where pictures are wanted. */
const BOTH = ['dark', 'light'] as const;
const LOOKS =
  PICTURES === undefined
    ? ({ phone: ['dark'], desk: ['light'] } as const)
    : ({ phone: BOTH, desk: BOTH } as const);

/** Every page, and a word that is only there when it was read. */
const PLACES = [
  ['overview', '#/overview', 'Signals today'],
  ['wallets', '#/wallets', 'quiet-hand'],
  ['wallet', `#/wallets/${walletRef(0).address}`, 'Where the difference went'],
  ['candidate', `#/wallets/${walletRef(8).address}`, 'Follow on paper'],
  ['orders', '#/orders', '500 orders'],
  ['order', '#/orders/ord00000001', 'All attempts of this signal'],
  ['arbitrage', '#/arbitrage', 'Basis spread'],
  ['pairs', '#/arbitrage?view=pairs', 'Not the same'],
  ['lags', '#/arbitrage?view=lags', 'market says 71.0¢'],
  ['history', '#/arbitrage?view=history', 'lasted'],
  ['kalshi', '#/arbitrage?view=kalshi&q=fed', 'KXFED-25DEC-C25'],
  ['rules', '#/rules', 'Most at risk'],
  ['health', '#/health', 'refused: not a trader'],
] as const;

describe.skipIf(!hasBrowser)('pages', () => {
  let browser: Browser;
  let double: Double;
  let folder: string;

  beforeAll(async () => {
    folder = await buildPages();
    double = await Double.start(folder);
    browser = await launch();
  });

  afterAll(async () => {
    await browser?.close();
    await double?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  beforeEach(() => {
    double.desk.renew();
    double.desk.isEmpty = false;
  });

  async function enter(watched: Watched): Promise<void> {
    await watched.page.goto(`${double.origin}/#in=admin-code-0123456789`);
    await watched.page.getByRole('heading', { name: 'Open positions' }).waitFor();
  }

  async function holds({ page, complaints }: Watched, name: string): Promise<void> {
    const kill = page.getByRole('button', { name: 'Kill', exact: true });
    expect({
      name,
      overflow: Math.max(0, await overflowOf(page)),
      violations: await violationsOf(page),
      complaints,
      problems: double.problems,
      // However far a page goes, killing is in sight.
      canKill: await kill.isVisible(),
    }).toEqual({ name, overflow: 0, violations: [], complaints: [], problems: [], canKill: true });
  }

  describe.each(['phone', 'desk'] as const)('%s', (size) => {
    test.each(LOOKS[size])('every page is whole, %s', async (scheme) => {
      const watched = await openPage(browser, { size: SIZES[size], scheme });
      await enter(watched);
      for (const [name, place, word] of PLACES) {
        await watched.page.evaluate(`location.hash = ${JSON.stringify(place)}`);
        await watched.page.getByText(word).first().waitFor();
        if (name === 'wallet' || name === 'overview') {
          await watched.page.locator('.curve canvas').first().waitFor();
        }
        await picture(watched.page, `${name}-${size}-${scheme}`);
        await holds(watched, name);
      }
      await watched.context.close();
    });

    test('every page says what to do while there is nothing', async () => {
      double.desk.isEmpty = true;
      const watched = await openPage(browser, { size: SIZES[size] });
      await enter(watched);
      for (const page of ['overview', 'wallets', 'orders', 'arbitrage', 'rules', 'health']) {
        await watched.page.evaluate(`location.hash = '#/${page}'`);
        await watched.page.locator('.empty').first().waitFor();
        await picture(watched.page, `empty-${page}-${size}`);
        await holds(watched, page);
      }
      await watched.context.close();
    });
  });

  test('the first page is at most 100 KB over the wire', async () => {
    double.sent.clear();
    const watched = await openPage(browser, { size: SIZES.phone });
    await enter(watched);
    await watched.page.locator('.curve canvas').waitFor();
    const sum = [...double.sent.values()].reduce((all, one) => all + one, 0);
    console.info(`first page: ${sum} bytes in ${double.sent.size} files`);
    expect(sum).toBeLessThanOrEqual(100 * 1_024);
    await watched.context.close();
  });
});
