import { describe, expect, test } from 'vitest';
import type { CryptoRule, SettlementSource } from '../../../../src/engine/domain/crypto-rule.ts';
import type { SpotFeed } from '../../../../src/engine/domain/price-lag.ts';
import type { SpotRange } from '../../../../src/engine/domain/spot-range.ts';
import { MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import type { FeedTrack } from '../../../../src/engine/intelligence/price-lag/spot-feed.ts';
import { SymbolSpot } from '../../../../src/engine/intelligence/price-lag/symbol-spot.ts';
import {
  type WindowReading,
  WindowState,
} from '../../../../src/engine/intelligence/price-lag/window-state.ts';
import { CANDLE, MEAN_60, POINT, START_MS, TWAP, tick } from './examples.ts';

const OPENS_MS = START_MS + 5 * MINUTE_MS;
const CLOSES_MS = OPENS_MS + 5 * MINUTE_MS;

function upDown(source: SettlementSource): CryptoRule {
  const times = { opensAtMs: OPENS_MS, closesAtMs: CLOSES_MS };
  return { kind: 'upDown', symbol: 'btc', source, ...times, strike: null, tie: 'up' };
}

/** One price a second and feed; what it is at a second is told by `priceAt`. */
class Feeds {
  readonly spot = new SymbolSpot('btc');
  atMs = START_MS;

  run(toMs: number, priceAt: (atMs: number) => Partial<Record<SpotFeed, number>>): void {
    for (; this.atMs <= toMs; this.atMs += 1_000) {
      for (const [feed, price] of Object.entries(priceAt(this.atMs))) {
        this.spot.take(tick(price, this.atMs, feed as SpotFeed), this.atMs);
      }
    }
    this.atMs = toMs;
  }
}

function read(state: WindowState, feeds: Feeds): WindowReading {
  const reading = state.read(feeds.spot, feeds.atMs);
  if (typeof reading === 'string') throw new Error(reading);
  return reading;
}

/** A dollar more each second. */
function rising(atMs: number): number {
  return 60_000 + (atMs - START_MS) / 1_000;
}

describe('the price at the start', () => {
  test('is the first one of the settling feed from the opening on', () => {
    const feeds = new Feeds();
    const state = new WindowState(upDown(POINT));
    feeds.run(OPENS_MS - 1_000, (atMs) => ({ chainlink: rising(atMs) }));
    expect(read(state, feeds).start).toBeNull();
    feeds.run(OPENS_MS + 3_000, (atMs) => ({ chainlink: rising(atMs) }));
    expect(read(state, feeds).start).toBe(rising(OPENS_MS));
  });

  test('can be looked up long after the opening, and stays what it was', () => {
    const feeds = new Feeds();
    feeds.run(OPENS_MS + 4 * MINUTE_MS, (atMs) => ({ chainlink: rising(atMs) }));
    expect(read(new WindowState(upDown(POINT)), feeds).start).toBe(rising(OPENS_MS));
  });

  test('of a mean is the mean before the opening', () => {
    const feeds = new Feeds();
    feeds.run(OPENS_MS + 3_000, (atMs) => ({ chainlink: rising(atMs), kalshiIndex: rising(atMs) }));
    const before = rising(OPENS_MS) - 30.5;
    expect(read(new WindowState(upDown(TWAP)), feeds).start).toBeCloseTo(before, 6);
    expect(read(new WindowState(upDown(MEAN_60)), feeds).start).toBeCloseTo(before, 6);
  });

  test("Chainlink's own mean goes before ours", () => {
    const feeds = new Feeds();
    feeds.run(OPENS_MS + 3_000, (atMs) => ({ chainlink: rising(atMs), chainlinkTwap: 59_000 }));
    expect(read(new WindowState(upDown(TWAP)), feeds).start).toBe(59_000);
  });

  test('is not known when the feed began after the opening', () => {
    const feeds = new Feeds();
    feeds.atMs = OPENS_MS + 2_000;
    feeds.run(OPENS_MS + 4 * MINUTE_MS, (atMs) => ({ chainlink: rising(atMs) }));
    expect(read(new WindowState(upDown(POINT)), feeds).start).toBeNull();
  });

  test('of the leading feed stands for both ends where the settling one was not there', () => {
    const feeds = new Feeds();
    feeds.run(OPENS_MS + MINUTE_MS, (atMs) => ({ binance: rising(atMs) }));
    const reading = read(new WindowState(upDown(POINT)), feeds);
    expect(reading).toMatchObject({
      start: rising(OPENS_MS),
      index: rising(feeds.atMs),
      estimated: true,
    });
    // Far less than the unknown difference of two feeds: it cancels out.
    expect(reading.indexError).toBeLessThan(2e-4);
  });
});

describe('the fixed part of a mean', () => {
  test.each([TWAP, MEAN_60])('is what of it is over: $kind', (source) => {
    const feeds = new Feeds();
    const state = new WindowState(upDown(source));
    const step = (atMs: number): number => (atMs < CLOSES_MS - 30_000 ? 60_000 : 60_060);
    feeds.run(CLOSES_MS - 45_000, (atMs) => ({ chainlink: step(atMs), kalshiIndex: step(atMs) }));
    expect(read(state, feeds).fixedMean).toBe(60_000);
    feeds.run(CLOSES_MS, (atMs) => ({ chainlink: step(atMs), kalshiIndex: step(atMs) }));
    expect(read(state, feeds).fixedMean).toBeCloseTo(60_030, 6);
  });

  test('is estimated by the leading feed where the settling one was silent', () => {
    const feeds = new Feeds();
    feeds.run(CLOSES_MS - 30_000, () => ({ binance: 60_000 }));
    const reading = read(new WindowState(upDown(MEAN_60)), feeds);
    expect(reading).toMatchObject({ fixedMean: 60_000, estimated: true });
  });
});

describe('the extremes of a window', () => {
  const touch: CryptoRule = {
    kind: 'oneTouch',
    symbol: 'btc',
    source: CANDLE,
    opensAtMs: OPENS_MS,
    closesAtMs: CLOSES_MS,
    direction: 'up',
    strike: 61_000,
  };

  const range = (over: Partial<SpotRange>): SpotRange => ({
    ...{ kind: 'spotRange', symbol: 'btcusdt', fromMs: OPENS_MS, untilMs: OPENS_MS + 270_000 },
    ...{ open: 60_100, high: 60_500, low: 59_500, ...over },
  });
  /** A feed that was heard from half a minute after the opening on. */
  function late(): { readonly feeds: Feeds; readonly track: FeedTrack } {
    const feeds = new Feeds();
    feeds.atMs = OPENS_MS + 30_000;
    feeds.run(OPENS_MS + 270_000, () => ({ binance: 60_000 }));
    const track = feeds.spot.track('binance');
    if (track === null) throw new Error('no track');
    return { feeds, track };
  }

  test('are not known of a window that opened unseen, until candles told them', () => {
    const { feeds, track } = late();
    const state = new WindowState(touch);
    expect(read(state, feeds).high).toBeNull();
    state.seed(range({}), track);
    expect(read(state, feeds)).toMatchObject({ high: 60_500, low: 59_500 });
    track.high = 60_700;
    state.widen(track, { opened: false });
    expect(read(state, feeds)).toMatchObject({ high: 60_700, low: 59_500 });
  });

  test.each([
    ['end before the feed began', range({ untilMs: OPENS_MS + 29_000 })],
    ['begin at another moment than the window', range({ fromMs: OPENS_MS - 60_000 })],
  ])('are not those of candles that %s', (_name, wrong) => {
    const { feeds, track } = late();
    const state = new WindowState(touch);
    state.seed(wrong, track);
    expect(read(state, feeds).high).toBeNull();
    state.seed(range({}), null);
    expect(read(state, feeds).high).toBeNull();
  });

  test('and the price to beat of a window that opened unseen is the first of its candles', () => {
    const { feeds, track } = late();
    const state = new WindowState(upDown(CANDLE));
    expect(read(state, feeds).start).toBeNull();
    state.seed(range({}), track);
    expect(read(state, feeds).start).toBe(60_100);
    const other = new WindowState(upDown(MEAN_60));
    other.seed(range({}), track);
    expect(read(other, feeds).start).toBeNull();
  });

  test('widen with the feed, and are forgotten across its gap', () => {
    const feeds = new Feeds();
    feeds.run(OPENS_MS, () => ({ binance: 60_000 }));
    const state = new WindowState(touch);
    const track = feeds.spot.track('binance');
    if (track === null) throw new Error('no track');
    state.widen(track, { opened: true });
    feeds.run(OPENS_MS + 5_000, (atMs) => ({ binance: 60_000 + (atMs - OPENS_MS) / 100 }));
    state.widen(track, { opened: false });
    expect(read(state, feeds).high).toBe(60_050);
    feeds.atMs += 60_000;
    feeds.run(feeds.atMs + 1_000, () => ({ binance: 60_000 }));
    state.widen(track, { opened: false });
    expect(read(state, feeds).high).toBeNull();
  });
});
