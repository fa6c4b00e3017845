import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../../src/data/frame.ts';
import { TopQuotes } from '../../../../src/engine/core/market/top-quotes.ts';
import type { UpDownRule } from '../../../../src/engine/domain/crypto-rule.ts';
import type { MarketId, TokenId } from '../../../../src/engine/domain/ids.ts';
import type { Market } from '../../../../src/engine/domain/market.ts';
import type { MarketEvent } from '../../../../src/engine/domain/market-event.ts';
import type { PriceLagEvent } from '../../../../src/engine/domain/price-lag.ts';
import { MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import { percent } from '../../../../src/engine/domain/values/money.ts';
import { PriceLagDetector } from '../../../../src/engine/intelligence/price-lag/detector.ts';
import { readPolymarketRule } from '../../../../src/engine/intelligence/price-lag/polymarket-rule.ts';
import { spotTick } from '../../../../src/engine/intelligence/price-lag/spot-tick.ts';
import { POINT } from './examples.ts';

/** Recordings that stand beside the project, not in it. */
const DATA = new URL('../../../../../shared/data/', import.meta.url);
const isHere = existsSync(DATA);
if (!isHere) console.warn('skipped: recordings are absent from ../shared/data');

const WINDOW_MS = 5 * MINUTE_MS;

function lines(name: string): readonly string[] {
  return gunzipSync(readFileSync(new URL(name, DATA)))
    .toString()
    .split('\n')
    .filter((line) => line !== '');
}

interface Received {
  readonly atMs: number;
  readonly event: MarketEvent;
}

function tape(name: string): readonly Received[] {
  return lines(`tapes/${name}.jsonl.gz`).flatMap((line) => {
    const row = JSON.parse(line) as { t: number; source: string; frame: unknown };
    const { events } = parseFrame(row.source, row.frame, row.t);
    return events.map((event) => ({ atMs: row.t, event }));
  });
}

/** Spot prices of a tape into a detector. */
function spot(detector: PriceLagDetector, { atMs, event }: Received): readonly PriceLagEvent[] {
  const tick = event.kind === 'spotPrice' ? spotTick(event) : null;
  return tick === null ? [] : detector.onSpot(tick, atMs);
}

describe.skipIf(!isHere)('quotes that a broken collector had frozen, beside live prices', () => {
  const events = isHere ? tape('frozen-quotes-beside-spot') : [];

  /** Windows of the tape, named by their start; what a quote is worth is judged by `trust`. */
  function replay(trust: (event: MarketEvent, atMs: number) => boolean): {
    readonly found: number;
    readonly looked: number;
  } {
    const detector = new PriceLagDetector();
    let [found, looked] = [0, 0];
    for (const received of events) {
      const { atMs, event } = received;
      const made = [...spot(detector, received)];
      if (event.kind === 'topOfBook') {
        const opensAtMs = Number(event.marketId) * 1_000;
        list(detector, event.marketId, opensAtMs);
        const book = { tops: [event], trusted: trust(event, atMs) };
        made.push(...detector.onBook(event.marketId, book, atMs));
        if (detector.fair(event.marketId, atMs).ok) looked += 1;
      }
      found += made.filter(({ kind }) => kind === 'priceLagFound').length;
    }
    return { found, looked };
  }

  function list(detector: PriceLagDetector, marketId: MarketId, opensAtMs: number): void {
    const closesAtMs = opensAtMs + WINDOW_MS;
    const terms = { symbol: 'btc', source: POINT, opensAtMs, closesAtMs };
    detector.list({
      marketId,
      rule: { ...terms, kind: 'upDown', strike: null, tie: 'up' },
      yes: `${marketId}:yes` as TokenId,
      no: `${marketId}:no` as TokenId,
      fee: { ratePpm: percent(7), exponent: 1 },
    });
  }

  test('give no signal, judged as the engine judges quotes without a time', () => {
    const quotes = new TopQuotes();
    const { found, looked } = replay(
      (event, atMs) => event.kind === 'topOfBook' && quotes.observe(event, atMs),
    );
    expect(found).toBe(0);
    // There was a fair value nearly all the time: it is the quotes that were refused.
    expect(looked).toBeGreaterThan(10_000);
  });

  test('give none even if somebody vouched for them', () => {
    expect(replay(() => true).found).toBe(0);
  });
});

/** Chainlink's BTC/USD by its own time. */
function chainlinkPrices(): ReadonlyMap<number, number> {
  const rows = lines('crypto/chainlink-btcusd-1hz.csv.gz')
    .slice(1)
    .map((line) => line.split(','));
  return new Map(rows.map(([atMs, value]) => [Number(atMs), Number(value)]));
}

describe.skipIf(!isHere)('recorded markets', () => {
  test('every five-minute market of the venue has a rule, and Chainlink then decided as it says', () => {
    const prices = chainlinkPrices();
    let decided = 0;
    for (const line of lines('crypto/btc-5m-markets.jsonl.gz')) {
      const row = JSON.parse(line) as { raw: { description: string }; outcome_prices: string[] };
      const rule = ruleOf(row.raw);
      const [start, end] = [prices.get(rule.opensAtMs), prices.get(rule.closesAtMs)];
      if (start === undefined || end === undefined) continue;
      decided += 1;
      expect(row.outcome_prices[0]).toBe(end >= start ? '1' : '0');
    }
    expect(decided).toBeGreaterThan(100);
  });

  /** The same from its name and times alone as with its text. */
  function ruleOf(raw: { readonly description: string }): UpDownRule {
    const [listed] = parseFrame('polymarket.markets', raw).events;
    if (listed?.kind !== 'marketListed') throw new Error('not a market');
    const told = readPolymarketRule(listed.market, raw.description);
    if (!told.ok || told.rule.kind !== 'upDown') throw new Error(listed.market.slug);
    expect(readPolymarketRule(listed.market)).toEqual(told);
    expect(told.rule.source).toEqual({ kind: 'chainlinkPoint' });
    return told.rule;
  }

  test('fifteen-minute windows with real books are watched to their end', () => {
    const detector = new PriceLagDetector();
    let priced = 0;
    for (const received of tape('btc-15m-1771634700')) {
      const { atMs, event } = received;
      spot(detector, received);
      if (event.kind === 'marketListed') watch(detector, event.market);
      if (event.kind === 'bookSnapshot' && detector.fair(event.marketId, atMs).ok) priced += 1;
      if (event.kind === 'marketResolved') detector.onTime(atMs);
    }
    expect(priced).toBeGreaterThan(1_000);
    expect(detector.size).toBe(0);
  });

  function watch(detector: PriceLagDetector, market: Market): void {
    const reading = readPolymarketRule(market);
    if (!reading.ok) throw new Error(reading.reason);
    const { rule, yes, no } = reading;
    // The recording begins six seconds late: its first price stands for the start.
    const known = rule.kind === 'upDown' ? { ...rule, strike: 67_900 } : rule;
    detector.list({ marketId: market.id, rule: known, yes, no, fee: market.rules.fee });
  }
});
