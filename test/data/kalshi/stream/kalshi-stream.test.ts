import { describe, expect, test } from 'vitest';
import {
  STREAM_PROBE_TIMEOUT_MS,
  STREAM_SILENCE_MS_MAX,
} from '../../../../src/data/kalshi/stream/kalshi-stream.ts';
import { MARKETS_PER_SUBSCRIPTION } from '../../../../src/data/kalshi/stream/subscription-plan.ts';
import type { IndexValue } from '../../../../src/engine/domain/settlement-index.ts';
import { AT_MS } from '../frames.ts';
import { following, tickersOf, watching } from './watching.ts';

describe('a watched market', () => {
  test('is subscribed with a signed handshake, and its book follows the venue', () => {
    const { runtime, venue, own, first } = watching(1);
    const headers = runtime.last.options.headers?.() ?? {};
    expect(Object.keys(headers)).toEqual([
      'KALSHI-ACCESS-KEY',
      'KALSHI-ACCESS-TIMESTAMP',
      'KALSHI-ACCESS-SIGNATURE',
    ]);
    expect(own.levels(first, 'yes')).toEqual([[40, 10]]);
    venue.set(first, 'yes', { cents: 41, count: 5 });
    venue.set(first, 'no', { cents: 55, count: 7 });
    venue.set(first, 'yes', { cents: 40, count: 0 });
    runtime.advance(10);
    expect(own.levels(first, 'yes')).toEqual([[41, 5]]);
    expect(own.levels(first, 'no')).toEqual([[55, 7]]);
    expect(own).toMatchObject({ problems: [], missed: [] });
    expect(venue.violations).toEqual([]);
  });

  test('each frame can be read alone: it carries its receipt and what the level holds', () => {
    const { runtime, venue, own, first } = watching(1);
    venue.set(first, 'yes', { cents: 40, count: 25 });
    runtime.advance(10);
    expect(own.frames.at(-1)).toMatchObject({
      type: 'orderbook_delta',
      msg: { delta_fp: '15.00' },
      own: { size_fp: '25', yes_price: true },
    });
  });

  test('books are ordered by a receipt that never steps back, whatever the clock does', () => {
    const { runtime, venue, own, first } = watching(1);
    const clock = runtime.nowMs.bind(runtime);
    runtime.nowMs = () => clock() - 60_000;
    venue.set(first, 'yes', { cents: 40, count: 25 });
    runtime.advance(10);
    expect(own.levels(first, 'yes')).toEqual([[40, 25]]);
  });

  test('that is not wanted any more is not streamed, and its late frames change nothing', () => {
    const { runtime, venue, own, tickers, first } = watching(3);
    own.stream.unwatch([first]);
    venue.set(first, 'yes', { cents: 40, count: 99 });
    runtime.advance(200);
    expect(venue.streamed('orderbook_delta')).toEqual(tickers.slice(1));
    expect(own.levels(first, 'yes')).toEqual([[40, 10]]);
    expect(own.stream.snapshot()).toMatchObject({ markets: 2, books: 2 });
    own.stream.unwatch(tickers);
    runtime.advance(200);
    expect(venue.last.subs.size).toBe(0);
    expect(venue.violations).toEqual([]);
  });

  test('many markets are several subscriptions, and each is in one of each channel', () => {
    const { venue, own, tickers } = watching(250, { channels: ['orderbook_delta', 'trade'] });
    expect(venue.streamed('orderbook_delta')).toEqual(tickers);
    expect(venue.streamed('trade')).toEqual(tickers);
    const sizes = [...venue.last.subs.values()].map(({ targets }) => targets.size);
    expect(Math.max(...sizes)).toBe(MARKETS_PER_SUBSCRIPTION);
    expect(own.stream.snapshot()).toMatchObject({ markets: 250, books: 250, waiting: 0 });
    expect(venue.violations).toEqual([]);
  });
});

describe('the connection', () => {
  test('that breaks loses every book, and all is subscribed again', () => {
    const { runtime, venue, own, tickers, first } = watching(3, {
      channels: ['orderbook_delta', 'trade'],
    });
    venue.last.wire.end(1006);
    expect(own.missed.map(({ channel }) => channel)).toEqual(['orderbook_delta', 'trade']);
    expect(own.levels(first, 'yes')).toBeNull();
    expect(own.stream.snapshot().books).toBe(0);
    venue.set(first, 'yes', { cents: 40, count: 50 });
    runtime.advance(2_000);
    expect(venue.open).toHaveLength(1);
    expect(venue.streamed('orderbook_delta')).toEqual(tickers);
    expect(own.levels(first, 'yes')).toEqual([[40, 50]]);
    expect(venue.violations).toEqual([]);
  });

  test('is signed anew for each attempt', () => {
    const { runtime, venue } = watching(1);
    const stamp = () => runtime.last.options.headers?.()['KALSHI-ACCESS-TIMESTAMP'];
    const before = stamp();
    venue.last.wire.end(1006);
    runtime.advance(5_000);
    expect(Number(stamp())).toBeGreaterThan(Number(before));
  });

  test('that is quiet is asked, and its answer is enough', () => {
    const { runtime, venue, own } = watching(1);
    runtime.advance(STREAM_SILENCE_MS_MAX * 4);
    expect(own.stream.snapshot()).toMatchObject({ state: 'open', reconnects: 0 });
    const asked = venue.last.heard.filter(({ cmd }) => cmd === 'list_subscriptions');
    expect(asked.length).toBeGreaterThan(1);
  });

  test('that is frozen is left for another', () => {
    const { runtime, venue, own, first } = watching(1);
    venue.last.isFrozen = true;
    runtime.advance(STREAM_SILENCE_MS_MAX + STREAM_PROBE_TIMEOUT_MS + 2_000);
    expect(own.stream.snapshot()).toMatchObject({ state: 'open', reconnects: 1 });
    expect(own.levels(first, 'yes')).toEqual([[40, 10]]);
  });

  test('a subscription that the venue forgot without a word is found by asking', () => {
    const { runtime, venue, own, tickers } = watching(2);
    venue.last.subs.clear();
    runtime.advance(STREAM_SILENCE_MS_MAX + 3_000);
    expect(own.missed).toMatchObject([{ targets: tickers, reason: 'the venue forgot it' }]);
    expect(venue.streamed('orderbook_delta')).toEqual(tickers);
    expect(own.stream.snapshot().reconnects).toBe(0);
  });

  test('leaves no timer behind when it is closed', async () => {
    const { runtime, venue, own } = watching(3);
    venue.last.faults.push('drop');
    own.stream.refresh(tickersOf(3));
    const closed = own.stream.close();
    venue.last.wire.end(1000);
    await closed;
    // What the venue had sent is still on its way.
    runtime.advance(10);
    expect(runtime.pending).toBe(0);
  });
});

describe('other channels', () => {
  test('trades, best prices and the life of markets arrive as events', () => {
    const lives: unknown[] = [];
    const { runtime, venue, own, first } = watching(1, {
      channels: ['trade', 'ticker'],
      withLifecycle: true,
      onLifecycle: (change) => lives.push(change),
    });
    const trade = {
      trade_id: 'd91bc706-ee49-470d-82d8-11418bda6fed',
      market_ticker: first,
      yes_price_dollars: '0.3600',
      no_price_dollars: '0.6400',
      count_fp: '136.00',
      taker_outcome_side: 'no',
      ts_ms: AT_MS,
    };
    venue.tell('trade', first, { type: 'trade', msg: trade });
    const best = { market_ticker: first, yes_bid_dollars: '0.3600', yes_ask_dollars: '0.3700' };
    venue.tell('ticker', first, { type: 'ticker', msg: { ...best, ts_ms: AT_MS } });
    const life = {
      market_ticker: first,
      event_type: 'determined',
      determination_ts: 1_790_000_100,
    };
    venue.tell('market_lifecycle_v2', first, { type: 'market_lifecycle_v2', msg: life });
    runtime.advance(10);
    expect(own.events.map(({ kind }) => kind)).toEqual([
      'publicTrade',
      'topOfBook',
      'topOfBook',
      'resolutionMoved',
    ]);
    expect(lives).toEqual([{ marketId: first, event: 'determined', closesAtMs: null }]);
    expect(own.problems).toEqual([]);
  });

  test('a lost trade is told, because nothing brings it back here', () => {
    const { runtime, venue, own, first } = watching(1, { channels: ['trade'] });
    const msg = { market_ticker: first };
    venue.tell('trade', first, { type: 'trade', msg });
    venue.last.faults.push('drop');
    venue.tell('trade', first, { type: 'trade', msg });
    venue.tell('trade', first, { type: 'trade', msg });
    runtime.advance(10);
    expect(own.missed).toMatchObject([{ channel: 'trade', targets: [first] }]);
  });

  test('indices are subscribed, changed, and told as values', () => {
    const values: IndexValue[] = [];
    const { runtime, venue, own } = following({ onIndex: (value) => values.push(value) });
    own.stream.setIndices(['BRTI', 'ETHUSD_RTI']);
    runtime.advance(200);
    own.stream.setIndices(['BRTI', 'SOLUSD_RTI']);
    runtime.advance(200);
    expect(venue.streamed('cfbenchmarks_value')).toEqual(['BRTI', 'SOLUSD_RTI']);
    const data = JSON.stringify({ type: 'value', id: 'BRTI', time: AT_MS, value: '68000.12' });
    const msg = { index_id: 'BRTI', received_at: AT_MS, data };
    venue.tell('cfbenchmarks_value', 'BRTI', { type: 'cfbenchmarks_value', msg });
    venue.tell('cfbenchmarks_value', 'BRTI', {
      type: 'cfbenchmarks_value',
      msg: { ...msg, data: 'x' },
    });
    runtime.advance(10);
    expect(values).toMatchObject([{ coin: 'btc', value: 68_000.12 }]);
    expect(own.stream.problems()).toEqual({ 'malformed frame': 1 });
    venue.last.wire.end(1006);
    runtime.advance(2_000);
    expect(venue.streamed('cfbenchmarks_value')).toEqual(['BRTI', 'SOLUSD_RTI']);
    expect(venue.violations).toEqual([]);
  });
});
