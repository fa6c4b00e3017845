import { describe, expect, test } from 'vitest';
import {
  CONNECT_SPACING_MS,
  OVERLAP_MS,
  RETURN_AFTER_MS,
} from '../../../../src/data/binance/feed/stream-line.ts';
import { MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import { aggTrade, FeedSetup, refusal } from './feed-setup.ts';

describe('hosts', () => {
  const REFUSED = 'Unexpected server response: 451';

  test('that do not serve this place are passed over, in their order', async () => {
    const setup = new FeedSetup();
    setup.feed.start();
    await setup.pass(0);
    expect(setup.runtime.last.options.url).toMatch(
      /^wss:\/\/vision\.test\/stream\?streams=btcusdt@/,
    );
    setup.runtime.last.fail(REFUSED);
    await setup.pass(CONNECT_SPACING_MS);
    expect(setup.runtime.last.options.url).toMatch(/^wss:\/\/com\.test:9443\/stream/);
    setup.runtime.last.fail('Unexpected server response: 403');
    await setup.pass(CONNECT_SPACING_MS);
    expect(setup.runtime.last.options.url).toMatch(/^wss:\/\/us\.test\/stream/);
    setup.runtime.last.open();
    setup.trade(setup.runtime.last);
    expect(setup.feed.snapshot()).toMatchObject({ host: 'us', isOtherExchange: true });
  });

  test('when none serves this place the trouble says so, and what to do', async () => {
    const setup = new FeedSetup();
    setup.rest.error = () => refusal(451);
    setup.feed.start();
    await setup.pass(0);
    for (let at = 0; at < 3; at += 1) {
      setup.runtime.last.fail(REFUSED);
      await setup.pass(3 * CONNECT_SPACING_MS);
    }
    expect(setup.runtime.wires).toHaveLength(3);
    expect(setup.feed.snapshot().trouble).toBe(
      'Binance does not serve this place (vision, com, us): there are no spot prices. Set BINANCE_WS_URL and BINANCE_API_URL to a host that may be used here.',
    );
    await setup.pass(4 * MINUTE_MS);
    expect(setup.runtime.wires).toHaveLength(3);
    for (let at = 0; at < 2; at += 1) {
      await setup.pass(MINUTE_MS);
      if (setup.runtime.last.state === 'connecting') setup.runtime.last.fail(REFUSED);
    }
    expect(setup.runtime.wires).toHaveLength(4);
  });

  test('that fail three times in a row give way to the next', async () => {
    const setup = new FeedSetup();
    setup.feed.start();
    await setup.pass(0);
    for (let at = 0; at < 3; at += 1) {
      expect(setup.runtime.last.options.url).toContain('vision.test');
      setup.runtime.last.fail('connect ECONNREFUSED');
      await setup.pass(3_000);
    }
    expect(setup.runtime.last.options.url).toContain('com.test');
  });

  test('of another exchange are not used because of failures: their prices are others', async () => {
    const setup = new FeedSetup();
    setup.rest.error = () => refusal(500);
    setup.feed.start();
    for (let second = 0; second < 120; second += 1) {
      await setup.pass(1_000);
      if (setup.runtime.last.state === 'connecting') setup.runtime.last.fail('ECONNREFUSED');
    }
    const urls = setup.runtime.wires.map(({ options }) => options.url);
    expect(urls.some((url) => url.includes('com.test'))).toBe(true);
    expect(urls.some((url) => url.includes('us.test'))).toBe(false);
    const asked = new Set(setup.rest.asked.map(({ host }) => host));
    expect(asked).toEqual(new Set(['vision', 'com']));
  });

  test('of first choice are gone back to without a gap', async () => {
    const setup = new FeedSetup();
    setup.feed.start();
    await setup.pass(0);
    for (let at = 0; at < 3; at += 1) {
      setup.runtime.last.fail('connect ECONNREFUSED');
      await setup.pass(3_000);
    }
    const second = setup.runtime.last;
    second.open();
    setup.trade(second);
    await setup.passLive(RETURN_AFTER_MS, second);
    expect(setup.runtime.last.options.url).toContain('vision.test');
    expect(second.state).toBe('open');
    setup.runtime.last.open();
    setup.trade(setup.runtime.last);
    await setup.pass(OVERLAP_MS);
    expect(second.state).toBe('closing');
    expect(setup.feed.snapshot()).toMatchObject({ host: 'vision', losses: 0, renewals: 1 });
  });

  test('of another exchange bring their own ids: nothing of them is taken for a repetition', async () => {
    const setup = new FeedSetup();
    setup.feed.start();
    await setup.pass(0);
    setup.runtime.last.open();
    const at = () => ({ price: 100, atMs: setup.runtime.nowMs() });
    setup.runtime.last.text(aggTrade('BTCUSDT', { id: 9_000_000, ...at() }));
    for (let time = 0; time < 2; time += 1) {
      setup.runtime.last.fail(REFUSED);
      await setup.pass(3_000);
    }
    expect(setup.runtime.last.options.url).toContain('us.test');
    setup.runtime.last.open();
    setup.out.length = 0;
    setup.runtime.last.text(aggTrade('BTCUSDT', { id: 7, ...at() }));
    expect(setup.ids('btcusdt@aggTrade')).toEqual([7]);
    expect(setup.btc()).toMatchObject({ duplicates: 0, overtaken: 0, gaps: 0 });
  });
});
