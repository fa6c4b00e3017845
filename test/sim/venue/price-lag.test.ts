import { expect, test } from 'vitest';
import { tokenId } from '../../../src/engine/domain/ids.ts';
import type { Market } from '../../../src/engine/domain/market.ts';
import type { PriceLagEvent, SpotFeed } from '../../../src/engine/domain/price-lag.ts';
import { MICRO } from '../../../src/engine/domain/values/micro.ts';
import { price } from '../../../src/engine/domain/values/money.ts';
import { PriceLagDetector } from '../../../src/engine/intelligence/price-lag/detector.ts';
import { readPolymarketRule } from '../../../src/engine/intelligence/price-lag/polymarket-rule.ts';
import { chainlinkMean } from '../../../src/sim/spot/chainlink-index.ts';
import { worldSpot } from '../../../src/sim/spot/world-spot.ts';
import type { Venue, VenueBook, VenueMarket } from '../../../src/sim/venue/venue.ts';
import { isWindow } from '../../../src/sim/venue/windows.ts';
import { market as marketOf } from '../../engine/intelligence/examples.ts';
import { STARTS_AT_MS, venueOf } from './story.ts';

const SEED = '7';
const STARTS_MS = Math.floor(STARTS_AT_MS / 1_000) * 1_000;
const UNTIL_MS = 1_200_000;
const COINS = ['BTC', 'ETH', 'SOL', 'XRP'] as const;
const SPOT_STEP_MS = 250;
/** Chainlink tells of a moment so much later. */
const CHAINLINK_LAG_MS = 2_000;

/** The detector beside a world, as the feeds of a running program would bring it to it. */
class Beside {
  readonly events: PriceLagEvent[] = [];
  readonly detector = new PriceLagDetector();
  readonly #spot = worldSpot(SEED);
  readonly #listed = new Map<VenueMarket, Market>();

  list(market: VenueMarket): void {
    if (this.#listed.has(market) || !isWindow(market)) return;
    const { slug, question, closesAtMs, resolutionSource: source = null, description } = market;
    const listed = marketOf({
      ...{ slug, question, closesAtMs },
      id: market.conditionId as Market['id'],
      outcomes: market.tokenIds.map((id, at) => ({
        tokenId: tokenId(id)!,
        label: market.outcomes[at]!,
      })),
      terms: { source, textHash: null, vague: [], editedAtMs: null },
    });
    this.#listed.set(market, listed);
    const rule = readPolymarketRule(listed, description);
    if (!rule.ok) throw new Error(`${rule.reason}: ${rule.found}`);
    const { fee } = listed.rules;
    this.detector.list({ ...rule, marketId: listed.id, fee });
  }

  /** Everything that happens in the world until a moment. */
  follow(venue: Venue, worldMs: number): void {
    while (venue.nextAtMs <= worldMs) {
      for (const { worldAtMs, event } of venue.step()) {
        if (event.kind === 'listed') this.list(event.market);
        if (event.kind === 'book') this.book(event.market, worldAtMs);
      }
    }
  }

  spot(worldMs: number): void {
    for (const symbol of COINS) {
      this.#tick(symbol, 'binance', worldMs);
      if (worldMs % 1_000 !== 0) continue;
      this.#tick(symbol, 'chainlink', worldMs);
      this.#tick(symbol, 'chainlinkTwap', worldMs);
    }
    this.events.push(...this.detector.onTime(STARTS_MS + worldMs));
  }

  book(market: VenueMarket, worldMs: number): void {
    const listed = this.#listed.get(market);
    if (listed === undefined) return;
    const tops = listed.outcomes.map(({ tokenId: token }, at) => ({
      tokenId: token,
      ...bestOf(market.book(at === 0 ? 0 : 1)),
    }));
    const atMs = STARTS_MS + worldMs;
    this.events.push(...this.detector.onBook(listed.id, { tops, trusted: true }, atMs));
  }

  #tick(symbol: (typeof COINS)[number], feed: SpotFeed, worldMs: number): void {
    const atMs = feed === 'binance' ? worldMs : worldMs - CHAINLINK_LAG_MS;
    const isMean = feed === 'chainlinkTwap';
    const value = isMean
      ? chainlinkMean(this.#spot, symbol, atMs)
      : this.#spot.priceAt(symbol, atMs);
    const tick = { symbol: symbol.toLowerCase(), feed, price: value };
    const events = this.detector.onSpot(
      { ...tick, venueAtMs: STARTS_MS + atMs },
      STARTS_MS + worldMs,
    );
    this.events.push(...events);
  }
}

function bestOf({ bids, asks }: VenueBook) {
  const [bid, ask] = [bids.at(-1)?.price, asks.at(-1)?.price];
  return {
    bid: bid === undefined ? null : price(bid),
    ask: ask === undefined ? null : price(ask),
  };
}

test('the makers of windows are late now and then: the detector finds it, and each lag ends', () => {
  const venue = venueOf(SEED, { startsAtMs: STARTS_MS });
  const beside = new Beside();
  for (const market of venue.markets) beside.list(market);
  for (let atMs = 0; atMs < UNTIL_MS; atMs += SPOT_STEP_MS) {
    beside.follow(venue, atMs);
    beside.spot(atMs);
  }
  const found = beside.events.filter((event) => event.kind === 'priceLagFound');
  const ended = beside.events.filter((event) => event.kind === 'priceLagEnded');
  const ids = new Set(found.map(({ id }) => id));
  const edges = found.map(({ edge }) => edge / MICRO).sort((a, b) => a - b);
  console.info(
    `price lags: ${found.length} in ${UNTIL_MS / 60_000} minutes of ${COINS.length} coins, ` +
      `edge in the middle ${((edges[edges.length >> 1] ?? 0) * 100).toFixed(1)}¢; ` +
      `ends: ${ended.map(({ why }) => why).join(', ')}`,
  );
  expect(found.length).toBeGreaterThan(0);
  expect(ids.size, 'one signal an opportunity').toBe(found.length);
  expect(found.some(({ estimated }) => !estimated)).toBe(true);
  expect(ended.length).toBe(found.length);
});
