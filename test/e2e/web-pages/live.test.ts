import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser } from './browser.ts';
import { Stage } from './stage.ts';
import { order, position } from './world-parts.ts';

describe.skipIf(!hasBrowser)('live', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.set();
  });

  afterAll(() => stage?.strike());

  function equity(dollars: number): void {
    const { double } = stage;
    const [first, ...others] = double.desk.state.ledgers;
    if (first === undefined) throw new Error('the double has a ledger');
    const ledgers = [{ ...first, equity: dollars * 1_000_000 }, ...others];
    double.desk.state = { ...double.desk.state, ledgers };
    double.change({ overview: { ledgers } });
  }

  test('what changes appears without a touch', async () => {
    const { page, context, complaints } = await stage.enter('#/overview');
    equity(777);
    await page.getByText('$777.00').waitFor();
    const question = 'Is this position new?';
    const fresh = { ...position(0), id: 'fresh' };
    const market = { ...fresh.outcome.market, question };
    stage.double.change({
      positions: { put: [{ ...fresh, outcome: { ...fresh.outcome, market } }], gone: ['pos1'] },
    });
    await page.getByText(question).waitFor();
    expect(await page.getByText('2 not settled yet').count()).toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('a thousand changes at once are followed to the last, without a new beginning', async () => {
    const { page, context } = await stage.enter('#/overview', { size: 'desk' });
    await page.getByText('Open positions').waitFor();
    const before = stage.double.beginnings;
    await page.evaluate(
      'window.frames_ = 0; (function next() { window.frames_ += 1; requestAnimationFrame(next); })()',
    );
    const begin = performance.now();
    for (let at = 1; at <= 1_000; at += 1) equity(1_000 + at);
    await page.getByText('$2,000.00').waitFor();
    const frames = await page.evaluate('window.frames_');
    console.info(`1,000 changes: ${Math.round(performance.now() - begin)} ms, ${frames} frames`);
    expect(stage.double.beginnings).toBe(before);
    await context.close();
  });

  test('a broken stream says since when it is stale, and comes back by itself', async () => {
    const { page, context } = await stage.enter('#/overview');
    await page.getByText('Open positions').waitFor();
    stage.double.isClosed = true;
    stage.double.cut();
    await page.getByText(/Stale since \d\d:\d\d:\d\d/).waitFor();
    // What was known stays in sight.
    expect(await page.getByText('Open positions').isVisible()).toBe(true);
    stage.double.isClosed = false;
    await page.getByText(/Stale since/).click();
    await stage.isLive(page);
    equity(888);
    await page.getByText('$888.00').waitFor();
    await context.close();
  });

  test('a gap in the numbers begins again with everything', async () => {
    const { page, context } = await stage.enter('#/overview');
    await page.getByText('Open positions').waitFor();
    const before = stage.double.beginnings;
    stage.double.skip();
    equity(999);
    await page.getByText('$999.00').waitFor();
    expect(stage.double.beginnings).toBe(before + 1);
    await context.close();
  });

  test('of five thousand orders a screen is drawn, and all can be scrolled to', async () => {
    const { page, context } = await stage.enter('#/orders', { size: 'desk' });
    await page.getByText('500 orders').waitFor();
    for (let at = 1; at < 10; at += 1) {
      await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
      await page
        .getByText(
          at === 9
            ? '5,000 orders'
            : `${`${(at + 1) * 500}`.replace(/(\d)(\d{3})$/, '$1,$2')} orders`,
        )
        .waitFor();
    }
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
    await page.getByText(order(4_999).shortId).waitFor();
    expect(await page.locator('.cells').count()).toBeLessThan(100);
    const frames = (await page.evaluate(`new Promise((done) => {
      scrollTo(0, 0);
      const times = [];
      let last = performance.now();
      (function next() {
        const now = performance.now();
        times.push(now - last);
        last = now;
        scrollBy(0, 600);
        if (times.length < 120) requestAnimationFrame(next);
        else done(times.slice(2).sort((a, b) => a - b));
      })();
    })`)) as number[];
    const at = (share: number): string =>
      (frames[Math.floor(frames.length * share)] ?? 0).toFixed(1);
    console.info(`scrolling 5,000 orders: frame p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`);
    await context.close();
  });

  test('an open order in the list changes as it is filled', async () => {
    const { page, context } = await stage.enter('#/orders');
    await page.getByText('500 orders').waitFor();
    const open = order(0);
    stage.double.change({
      orders: {
        put: [{ ...open, words: 'half filled', updatedAtMs: open.updatedAtMs + 1 }],
        gone: [],
      },
    });
    await page.getByText('half filled').first().waitFor();
    await context.close();
  });
});
