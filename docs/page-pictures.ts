import { mkdirSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { goTo, RealStage } from '../test/e2e/web-real/real-stage.ts';
import { withPalette } from './pictures/palette-png.ts';

/**
 * Pictures of every page of the dashboard, as a browser shows the demo's world on a phone and on a
 * desk: `node --import tsx docs/page-pictures.ts [seconds] [seed]`
 */

const FOLDER = new URL('pages/', import.meta.url);
/** Until charts are drawn, behind the moment at which what a page asks for has come. */
const SETTLE_MS = 700;
const PATIENCE_MS = 60_000;

/** Pages that tell something in light too. */
const LIGHT: ReadonlySet<string> = new Set(['overview', 'wallet']);

const [seconds = '150', seed = '11'] = process.argv.slice(2);
const stage = await RealStage.set(seed);
try {
  await wait(Number(seconds) * 1_000);
  await drawAll(await places());
} finally {
  await stage.strike();
}

/** Names of pictures with where they are taken. */
async function places(): Promise<ReadonlyMap<string, string>> {
  const { queries } = stage.demo.program;
  const [open] = queries.positions();
  const wallet = open?.position.wallet ?? queries.wallets()[0]?.address ?? '';
  const orders = await queries.orders(200);
  const filled = orders.find(({ order }) => order.status === 'filled') ?? orders[0];
  return new Map([
    ['overview', '#/overview'],
    ['wallets', '#/wallets'],
    ['wallet', `#/wallets/${wallet}`],
    ['orders', '#/orders'],
    ['order', `#/orders/${filled?.order.intent.id ?? ''}`],
    ['arbitrage', '#/arbitrage'],
    ['pairs', '#/arbitrage?view=pairs'],
    ['lags', '#/arbitrage?view=lags'],
    ['kalshi', '#/arbitrage?view=kalshi'],
    ['rules', '#/rules'],
    ['health', '#/health'],
  ]);
}

async function drawAll(all: ReadonlyMap<string, string>): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  for (const [size, scheme] of [
    ['phone', 'dark'],
    ['desk', 'dark'],
    ['desk', 'light'],
  ] as const) {
    const { page, context } = await stage.enter('#/overview', { size, scheme });
    for (const [name, place] of all) {
      if (scheme === 'light' && !LIGHT.has(name)) continue;
      await goTo(page, place);
      await wait(SETTLE_MS);
      await page
        .getByText(/^Reading /)
        .first()
        .waitFor({ state: 'hidden', timeout: PATIENCE_MS });
      await wait(SETTLE_MS);
      const picture = withPalette(await page.screenshot());
      const suffix = scheme === 'light' ? `${size}-light` : size;
      writeFileSync(new URL(`${name}-${suffix}.png`, FOLDER), picture);
    }
    await context.close();
  }
}
