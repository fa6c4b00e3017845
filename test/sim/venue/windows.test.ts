import { describe, expect, it } from 'vitest';
import { readPolymarketRule } from '../../../src/engine/intelligence/price-lag/polymarket-rule.ts';
import { chainlinkMean } from '../../../src/sim/spot/chainlink-index.ts';
import type { SpotSymbol } from '../../../src/sim/spot/spot-path.ts';
import { worldSpot } from '../../../src/sim/spot/world-spot.ts';
import { WorldCoins } from '../../../src/sim/venue/spot-question.ts';
import type { VenueMarket } from '../../../src/sim/venue/venue.ts';
import { isWindow, WINDOW_MS } from '../../../src/sim/venue/windows.ts';
import { market as marketOf, NO, YES } from '../../engine/intelligence/examples.ts';
import { eventsOf, MICRO, STARTS_AT_MS, steps, venueOf } from './story.ts';

const SEED = 7;
/** Windows begin at whole seconds of a world that does. */
const STARTS_MS = Math.floor(STARTS_AT_MS / 1_000) * 1_000;
const UNTIL_MS = 1_600_000;

const world = (seed: number | string = SEED) => venueOf(seed, { startsAtMs: STARTS_MS });

function symbolOf({ slug }: VenueMarket): SpotSymbol {
  return slug.split('-')[0]?.toUpperCase() as SpotSymbol;
}

/** The middle of outcome 0's book in dollars; `null` without two sides. */
function middleOf(market: VenueMarket): number | null {
  const { bids, asks } = market.book(0);
  const [bid, ask] = [bids.at(-1)?.price, asks.at(-1)?.price];
  return bid === undefined || ask === undefined ? null : (bid + ask) / 2 / MICRO;
}

/** How far the middle of each window's book is from what the price says, at every second. */
function* gaps(seed: number | string, untilMs: number) {
  const venue = world(seed);
  const coins = new WorldCoins(worldSpot(String(seed)));
  let lookAtMs = 0;
  for (const _ of steps(venue, untilMs)) {
    if (venue.nextAtMs < lookAtMs) continue;
    lookAtMs = venue.nextAtMs + 1_000;
    for (const market of venue.markets) {
      if (!isWindow(market) || market.status !== 'open') continue;
      const closesMs = market.closesAtMs - STARTS_MS;
      const opensMs = closesMs - WINDOW_MS;
      const middle = middleOf(market);
      if (venue.nextAtMs < opensMs || middle === null) continue;
      const asked = coins.window({ symbol: symbolOf(market), opensMs, closesMs });
      const fair = asked.chanceAt(venue.nextAtMs);
      yield { market, atMs: venue.nextAtMs, gap: Math.abs(middle - fair) };
    }
  }
}

describe('a window of a world', () => {
  it('pays by the mean of the last minute against that of the minute before it began', () => {
    const sides = new Set<number>();
    for (const seed of [7, 8, 9]) {
      const spot = worldSpot(String(seed));
      const resolved = [...eventsOf(world(seed), UNTIL_MS, 'resolved')];
      const windows = resolved.map(({ market }) => market).filter(isWindow);
      expect(windows.length).toBeGreaterThanOrEqual(6);
      for (const market of windows) {
        const symbol = symbolOf(market);
        const closesMs = market.closesAtMs - STARTS_MS;
        const end = chainlinkMean(spot, symbol, closesMs);
        const start = chainlinkMean(spot, symbol, closesMs - WINDOW_MS);
        expect(market.payouts).toEqual(end >= start ? [1, 0] : [0, 1]);
        sides.add(market.payouts?.[0] ?? -1);
      }
    }
    expect(sides).toEqual(new Set([0, 1]));
  });

  it('says that rule in words that the lag detector reads', () => {
    const windows = world().markets.filter(isWindow);
    expect(windows).toHaveLength(4);
    for (const { slug, question, closesAtMs, resolutionSource = null, description } of windows) {
      const terms = { source: resolutionSource, textHash: null, vague: [], editedAtMs: null };
      const outcomes = [
        { tokenId: YES, label: 'Up' },
        { tokenId: NO, label: 'Down' },
      ];
      const listed = marketOf({ slug, question, closesAtMs, terms, outcomes });
      expect(readPolymarketRule(listed, description)).toMatchObject({
        ok: true,
        yes: YES,
        rule: {
          kind: 'upDown',
          symbol: slug.split('-')[0],
          source: { kind: 'chainlinkTwap', seconds: 60 },
          opensAtMs: closesAtMs - WINDOW_MS,
          closesAtMs,
          tie: 'up',
        },
      });
    }
  });

  it('is quoted near what the price says, lags it now and then for seconds, and catches up', () => {
    const all: number[] = [];
    const lags = new Map<VenueMarket, { sinceMs: number; untilMs: number }[]>();
    for (const { market, atMs, gap } of gaps(SEED, UNTIL_MS)) {
      all.push(gap);
      if (gap < 0.06) continue;
      const spells = lags.get(market) ?? [];
      lags.set(market, spells);
      const last = spells.at(-1);
      if (last !== undefined && atMs - last.untilMs <= 2_500) last.untilMs = atMs;
      else spells.push({ sinceMs: atMs, untilMs: atMs });
    }
    all.sort((a, b) => a - b);
    const at = (share: number) => all[Math.floor(share * all.length)] ?? 1;
    const spells = [...lags.values()].flat().map(({ sinceMs, untilMs }) => untilMs - sinceMs);
    console.info(
      `windows: ${all.length} looks, off by ${at(0.5).toFixed(3)} in the middle and ${at(0.95).toFixed(3)} ` +
        `for 95 of 100; ${spells.length} times by 6 cents or more, at most ${Math.max(...spells)} ms`,
    );
    expect(at(0.5)).toBeLessThan(0.02);
    expect(at(0.9)).toBeLessThan(0.06);
    expect(spells.length).toBeGreaterThan(3);
    expect(spells.some((ms) => ms >= 3_000)).toBe(true);
    // Also where a book stood still: that ends, too.
    expect(Math.max(...spells)).toBeLessThan(45_000);
  });

  it('follows prices that it is given', () => {
    const flat = { priceAt: () => 100 };
    const venue = venueOf(SEED, { startsAtMs: STARTS_MS, spot: flat });
    for (const { market } of eventsOf(venue, UNTIL_MS, 'resolved')) {
      // What did not fall is up.
      if (isWindow(market)) expect(market.payouts).toEqual([1, 0]);
    }
  });
});

describe('prices at a later moment', () => {
  const SEEDS = [2, 3, 5, 7, 11, 13];
  const strikesOf = (seed: number) =>
    world(seed)
      .markets.filter(({ question }) => / above \$[\d,]+ on /.test(question))
      .map((market) => ({
        event: market.eventSlug,
        symbol: market.question.startsWith('Bitcoin') ? ('BTC' as const) : ('ETH' as const),
        strike: Number(/\$([\d,]+)/.exec(market.question)?.[1]?.replaceAll(',', '')),
        middle: middleOf(market),
      }));

  it('ask about what the coin costs', () => {
    let asked = 0;
    for (const seed of SEEDS) {
      const spot = worldSpot(String(seed));
      for (const { symbol, strike } of strikesOf(seed)) {
        expect(Math.abs(strike / spot.priceAt(symbol, 0) - 1)).toBeLessThan(0.1);
        asked += 1;
      }
    }
    expect(asked).toBeGreaterThan(3);
  });

  it('are less likely the higher they are', () => {
    for (const strikes of SEEDS.map(strikesOf)) {
      for (const [at, { event, middle }] of strikes.entries()) {
        const lower = strikes[at - 1];
        if (lower?.event !== event || middle === null || lower.middle === null) continue;
        expect(middle).toBeLessThan(lower.middle);
      }
    }
  });
});
