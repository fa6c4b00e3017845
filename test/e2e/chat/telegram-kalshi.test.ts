import { expect, onTestFinished, test, vi } from 'vitest';
import { secondVenues } from '../../../src/app/demo/second-venues.ts';
import type { KalshiView } from '../../../src/engine/contract/kalshi-view.ts';
import { startJointWorld } from '../../../src/sim/joint/joint-world.ts';
import { ADA, ChatRun, PATIENCE } from './chat-run.ts';
import { Phone } from './telegram-phone.ts';

const LOOK_ONLY = 'on Kalshi, to look at: nothing is copied or ordered there';

test('a phone finds markets of Kalshi by series, tap, ticker, link and words, also while it does not answer', async () => {
  const world = await startJointWorld({ seed: '7', speed: 1, faults: 'none' });
  onTestFinished(() => world.close());
  const { kalshi } = secondVenues(world);
  const pace = { pageMs: 10, exchangeMs: 500 };
  const run = await ChatRun.start({
    live: { world, others: { kalshi: kalshi && { ...kalshi, pace } } },
  });
  const { queries } = run.live.program;
  const feed = () => queries.status().feeds.find(({ name }) => name === 'Kalshi markets');
  await vi.waitFor(() => expect(feed()?.state).toBe('live'), PATIENCE);
  const found = (await queries.findKalshi('KXBTCD', 5)) ?? [];
  const [view] = found as readonly [KalshiView];
  const ticker = view.market.id;
  const ada = await Phone.started(run, ADA, 'Ada');
  const many = await ada.ask('/market KXBTCD', /^That is .*\d+ markets of Kalshi: which one\?/);
  const card = await ada.tap(many, many.labels[0] ?? '', LOOK_ONLY);
  for (const words of [
    'prices read',
    'closes in',
    'Yes pays above',
    'CF Benchmarks',
    'fee for 100 shares',
  ]) {
    expect(card.text).toContain(words);
  }
  const same = await ada.ask(`/kalshi ${ticker}`, LOOK_ONLY);
  expect(same.text.split('\n')[0]).toBe(card.text.split('\n')[0]);
  const event = view.terms.eventTicker.toLowerCase();
  await ada.ask(`https://kalshi.com/markets/kxbtcd/btc/${event}`, /^That is .* markets of Kalshi/);
  await ada.ask('/market kalshi btc price', LOOK_ONLY);
  await ada.ask('/kalshi zebra crossing', /^No market of Kalshi fits "zebra crossing"/);
  world.kalshi.setPaused(true);
  await vi.waitFor(() => expect(feed()?.note).toMatch(/does not trade/), PATIENCE);
  await ada.ask(`/kalshi ${ticker}`, 'Kalshi trades none of it now');
  await ada.ask('/status', 'Kalshi markets  Kalshi, or a part of it, does not trade now');
  await world.kalshi.close();
  await ada.ask(`/kalshi ${ticker}`, 'prices of the list, up to some hours old');
  await ada.ask(
    '/kalshi KXNOSUCH-26DEC',
    /^! Not available now: Kalshi does not answer; ask again/,
  );
  expect(run.reported).toEqual([]);
  expect(run.warned).toEqual([]);
});
