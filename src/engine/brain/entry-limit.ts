import type { Market } from '../domain/market.ts';
import { MICRO, mulDiv } from '../domain/values/micro.ts';
import { type Price, price } from '../domain/values/money.ts';
import { floorToTick } from '../domain/venue-rules/polymarket.ts';
import type { EntryContext } from './entry-context.ts';

/**
 * The most we pay: what the leader paid plus the allowed drift, which is the smaller of the cents
 * and the percentage but at least one tick, never above the upper end of the price band.
 */
export function entryLimit(
  { signal, settings, wallet }: Pick<EntryContext, 'signal' | 'settings' | 'wallet'>,
  market: Market,
): Price {
  const { tick } = market.rules;
  const driftPpm = settings['entry.driftPercent'];
  const byShare = mulDiv(signal.leaderPrice, driftPpm, { by: MICRO, rounding: 'floor' });
  const byCents = wallet?.maxDrift ?? settings['entry.driftCents'];
  const drift = Math.max(Math.min(byCents, byShare), tick);
  const high = wallet?.priceMax ?? settings['entry.priceMaxCents'];
  return floorToTick(price(Math.min(signal.leaderPrice + drift, high, MICRO)), tick);
}
