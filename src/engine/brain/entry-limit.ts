import type { Market } from '../domain/market.ts';
import type { CopySignal, LagSignal } from '../domain/signal.ts';
import { MICRO, mulDiv } from '../domain/values/micro.ts';
import { type Price, price } from '../domain/values/money.ts';
import { floorToTick } from '../domain/venue-rules/polymarket.ts';
import type { EntryContext } from './entry-context.ts';

/** The most we pay for what this signal found. */
export function entryLimit(
  context: Pick<EntryContext, 'signal' | 'settings' | 'wallet'>,
  market: Market,
): Price {
  const { signal } = context;
  return signal.kind === 'copy'
    ? copyLimit({ ...context, signal }, market)
    : lagLimit(signal, { settings: context.settings, market });
}

/** Where the edge of a lag ends: its fair value less its error and the fee, within the price band. */
function lagLimit(
  { evidence }: LagSignal,
  { settings, market }: Pick<EntryContext, 'settings'> & { readonly market: Market },
): Price {
  const { fair, band, fee } = evidence;
  const most = Math.min(fair - band - fee, settings['entry.priceMaxCents']);
  return floorToTick(price(Math.max(0, most)), market.rules.tick);
}

/**
 * The most we pay: what the leader paid plus the allowed drift, which is the smaller of the cents
 * and the percentage but at least one tick, never above the upper end of the price band.
 */
function copyLimit(
  {
    signal,
    settings,
    wallet,
  }: Pick<EntryContext, 'settings' | 'wallet'> & { readonly signal: CopySignal },
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
