import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type KalshiAccess, KalshiSide } from '../../../src/app/running/kalshi-side.ts';
import { parseFrame } from '../../../src/data/frame.ts';
import { KalshiKey } from '../../../src/data/kalshi/sign.ts';
import { UnavailableError } from '../../../src/engine/contract/queries.ts';
import type { MarketId } from '../../../src/engine/domain/ids.ts';
import type { MarketEvent } from '../../../src/engine/domain/market-event.ts';
import { type KalshiSim, startKalshiSim } from '../../../src/sim/kalshi/kalshi-sim.ts';
import { RecordingSink } from '../../data/polymarket/feed/in-memory.ts';
import { deadUrl } from '../dead-url.ts';

const PATIENCE = { timeout: 120_000, interval: 20 };
const QUICK = { pageMs: 10, changesMs: 1_000, exchangeMs: 500 };

async function venue(): Promise<KalshiSim> {
  const sim = await startKalshiSim({ hasWeeklyPause: false });
  onTestFinished(() => sim.close());
  return sim;
}

/** The side with what it brought. */
class Side {
  readonly sink = new RecordingSink();
  readonly gaps: MarketId[] = [];
  readonly side: KalshiSide;

  constructor(access: KalshiAccess) {
    this.side = new KalshiSide({
      ...{ pace: QUICK, sink: this.sink },
      ...access,
      onGap: (id) => this.gaps.push(id),
    });
    onTestFinished(() => this.side.close());
    this.side.start();
  }

  static of(sim: KalshiSim, withKey: 'rsa' | 'ed25519' | null, siteUrl?: string): Side {
    const key = withKey === null ? null : sim.keys[withKey];
    return new Side({
      ...{ apiUrl: sim.restUrl, wsUrl: sim.wsUrl },
      key: key === null ? null : new KalshiKey({ ...key, privateKey: key.privateKeyPem }),
      ...(siteUrl === undefined ? {} : { siteUrl }),
    });
  }

  events(source: string): readonly MarketEvent[] {
    return this.sink.frames
      .filter((frame) => frame.source === source)
      .flatMap(({ frame, atMs }) => parseFrame(source, frame, atMs).events);
  }

  view(name: string) {
    return this.side.views(Date.now()).find((one) => one.name === name) ?? null;
  }

  async listed(): Promise<void> {
    await vi.waitFor(() => expect(this.view('Kalshi markets')?.state).toBe('live'), PATIENCE);
  }
}

function someTicker(sim: KalshiSim, series: string): MarketId {
  for (const market of sim.world.catalogue.markets.values()) {
    if (market.event.series.ticker === series && market.status === 'active') {
      return market.ticker as MarketId;
    }
  }
  throw new Error(`there is an open market of ${series}`);
}

describe('Without a key', () => {
  test('markets are found by words and by ticker, with prices of this moment', async () => {
    const sim = await venue();
    const started = Side.of(sim, null, 'https://kalshi.test');
    expect(started.view('Kalshi stream')).toBeNull();
    await started.listed();
    const ticker = someTicker(sim, 'KXBTCD');
    const [found] = await started.side.find(ticker, 5);
    expect(found).toMatchObject({ fit: 'this', market: { id: ticker, venue: 'kalshi' } });
    expect(found?.readAtMs).not.toBeNull();
    expect(found?.url).toMatch(/^https:\/\/kalshi\.test\/markets\/kxbtcd\/[a-z0-9-]+\/kxbtcd-/);
    const byWords = await started.side.find('btc price', 5);
    expect(byWords.length).toBeGreaterThan(0);
    expect(byWords[0]?.fit).toBe('words');
    const ofEvent = await started.side.find(found?.terms.eventTicker ?? '', 50);
    expect(ofEvent.length).toBeGreaterThan(1);
    expect(ofEvent[0]?.fit).toBe('event');
  });

  test('books of a market that is needed are asked for, and of no other', async () => {
    const sim = await venue();
    const started = Side.of(sim, null);
    const marketId = someTicker(sim, 'KXBTC15M');
    expect(started.side.take({ kind: 'watch', marketId, wanted: true })).toBe(true);
    await vi.waitFor(() => {
      const books = started.events('kalshi.book').filter(({ kind }) => kind === 'bookSnapshot');
      expect(books.length).toBeGreaterThan(0);
      expect(books.every((book) => 'marketId' in book && book.marketId === marketId)).toBe(true);
      expect(started.view('Kalshi books')?.state).toBe('live');
    }, PATIENCE);
    expect(started.side.take({ kind: 'watch', marketId, wanted: false })).toBe(true);
    expect(started.view('Kalshi books')).toBeNull();
  });

  test('what is of another venue is left to it', async () => {
    const started = Side.of(await venue(), null);
    const marketId = `0x${'ab'.repeat(32)}` as MarketId;
    expect(started.side.take({ kind: 'watch', marketId, wanted: true })).toBe(false);
    expect(started.side.take({ kind: 'reread', marketId, reason: 'crossed' })).toBe(false);
  });
});

describe.each(['rsa', 'ed25519'] as const)('With a key of the kind %s', (kind) => {
  test('the stream is open and brings the index that coins settle by', async () => {
    const started = Side.of(await venue(), kind);
    await vi.waitFor(() => {
      const coins = started
        .events('kalshi.stream')
        .flatMap((event) => (event.kind === 'indexValue' ? [event.coin] : []));
      expect(coins).toContain('btc');
      expect(coins).toContain('eth');
      expect(started.view('Kalshi stream')?.state).toBe('live');
    }, PATIENCE);
  });
});

describe('While Kalshi is not there', () => {
  test('its feeds say so, and a search says that it does not answer', async () => {
    const http = await deadUrl('http');
    const started = new Side({
      apiUrl: `${http}/trade-api/v2`,
      wsUrl: `${http.replace('http', 'ws')}/trade-api/ws/v2`,
      key: null,
    });
    await vi.waitFor(() => expect(started.view('Kalshi markets')?.state).toBe('down'), PATIENCE);
    expect(started.view('Kalshi markets')?.note).toMatch(/kalshi/i);
    expect(started.view('Kalshi markets')?.host).toBe(new URL(http).host);
    await expect(started.side.find('bitcoin', 5)).rejects.toThrow(UnavailableError);
    await expect(started.side.find('KXBTCD', 5)).rejects.toThrow(
      /Kalshi does not answer; ask again/,
    );
  });
});
