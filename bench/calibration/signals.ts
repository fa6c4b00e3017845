import type { MarketId } from '../../src/engine/domain/ids.ts';
import type { Market } from '../../src/engine/domain/market.ts';
import type { PriceLagEvent, PriceLagFound } from '../../src/engine/domain/price-lag.ts';
import { PriceLagDetector } from '../../src/engine/intelligence/price-lag/detector.ts';
import { readPolymarketRule } from '../../src/engine/intelligence/price-lag/polymarket-rule.ts';
import { type Received, tickOf } from './recordings.ts';

/** What one share of a found side would have made. */
export interface Outcome {
  readonly found: PriceLagFound;
  /** Dollars at the end: payout − ask − fee. */
  readonly made: number;
}

export interface Replayed {
  readonly outcomes: readonly Outcome[];
  /** Found sides of windows whose end was not recorded. */
  readonly open: number;
  readonly events: number;
}

/**
 * The detector over a tape as it runs in the product, and what buying one share at each ask would have
 * made at the end. Nothing of delay or depth: it is the most that could have been made.
 */
export function replayDetector(events: readonly Received[]): Replayed {
  const detector = new PriceLagDetector();
  const found: PriceLagFound[] = [];
  const payouts = new Map<string, number>();
  const take = (made: readonly PriceLagEvent[]): void => {
    for (const event of made) if (event.kind === 'priceLagFound') found.push(event);
  };
  const listed = new Set<MarketId>();
  for (const { atMs, event } of events) {
    const tick = tickOf(event);
    if (tick !== null) take(detector.onSpot(tick, atMs));
    if (event.kind === 'marketListed') watch(detector, event.market);
    if (event.kind === 'bookSnapshot') {
      listed.add(event.marketId);
      const bid = best(event.bids, Math.max);
      const ask = best(event.asks, Math.min);
      const tops = [{ tokenId: event.tokenId, bid, ask }];
      take(detector.onBook(event.marketId, { tops, trusted: true }, atMs));
    }
    if (event.kind !== 'marketResolved') continue;
    for (const { tokenId, payout } of event.resolution.payouts) payouts.set(tokenId, payout);
    take(detector.drop(event.resolution.marketId, atMs));
  }
  const outcomes = found.flatMap((each) => {
    const payout = payouts.get(each.tokenId);
    if (payout === undefined) return [];
    return [{ found: each, made: (payout - each.ask - each.fee) / 1e6 }];
  });
  return { outcomes, open: found.length - outcomes.length, events: events.length };
}

function watch(detector: PriceLagDetector, market: Market): void {
  const reading = readPolymarketRule(market);
  if (!reading.ok) throw new Error(`${market.slug}: ${reading.reason}`);
  const { rule, yes, no } = reading;
  detector.list({ marketId: market.id, rule, yes, no, fee: market.rules.fee });
}

function best<P extends number>(
  levels: readonly { readonly price: P }[],
  of: (...prices: number[]) => number,
): P | null {
  return levels.length === 0 ? null : (of(...levels.map(({ price }) => price)) as P);
}
